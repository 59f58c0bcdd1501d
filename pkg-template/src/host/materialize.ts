// Users as objects. The module reads responses into columns, chunk by chunk; the users are built
// here, without a call into the module for each field. Chunks keep them, and callers get copies.
import { buildUser, copyUser, type StoredUser, WIDTH } from "../generated/user-codec.gen.js";
import type { User } from "../generated/types.gen.js";

/** The users of a part of a response. */
export interface StoredChunk {
  readonly users: readonly StoredUser[];
  /** Returns the unknown fields of the user in a row. */
  readonly extra: (row: number) => User["extra"];
  /** Whether the chunk has one user, and no text in common with others. */
  readonly isDetached?: true;
}

const SEPARATOR = "\x1E";
let utf8: TextDecoder | undefined;
let utf16: TextDecoder | undefined;

/**
 * Builds the users of a chunk. Retains none of the arrays: the module's memory may move.
 *
 * `ascii` and `wide` (UTF-16) hold the texts, `rows` the values of all users in succession: offset
 * and length of each text, with the complement of the offset for `wide`. `interned` has offsets and
 * lengths of shared texts. `extras` has the unknown fields of the users in `extraRows`: JSON
 * objects, separated by `SEPARATOR`.
 */
export function buildChunk(
  ascii: Uint8Array,
  wide: Uint16Array,
  rows: Int32Array,
  interned: Int32Array,
  numbers: Float64Array,
  extras: Uint8Array,
  extraRows: Uint32Array,
): StoredChunk {
  utf8 ??= new TextDecoder("utf-8", { ignoreBOM: true });
  const asciiText = utf8.decode(ascii);
  let wideText = "";
  if (wide.length > 0) {
    utf16 ??= new TextDecoder("utf-16le", { ignoreBOM: true });
    wideText = utf16.decode(wide);
  }
  const shared: string[] = [];
  for (let at = 0; at < interned.length; at += 2) {
    shared.push(slice(asciiText, wideText, interned[at]!, interned[at + 1]!));
  }
  const users: StoredUser[] = [];
  for (let at = 0; at < rows.length; at += WIDTH) {
    users.push(buildUser(rows, asciiText, wideText, shared, numbers, at));
  }
  const extra =
    extraRows.length === 0 ? noExtra : parseExtras(utf8.decode(extras), extraRows.slice());
  return { users, extra };
}

const noExtra = (): User["extra"] => ({});

const slice = (ascii: string, wide: string, offset: number, length: number) =>
  offset >= 0
    ? ascii.substring(offset, offset + length)
    : wide.substring(~offset, ~offset + length);

/** Parses all objects at once at the first use. A second use of an object parses it alone. */
function parseExtras(json: string, rows: Uint32Array): StoredChunk["extra"] {
  let objects: (User["extra"] | undefined)[] | undefined;
  let texts: string[] | undefined;
  return (row) => {
    const index = rows[row] === row ? row : rows.indexOf(row);
    if (index < 0) return {};
    objects ??= JSON.parse(`[${json.replaceAll(SEPARATOR, ",")}]`) as User["extra"][];
    const object = objects[index];
    objects[index] = undefined;
    if (object) return object;
    texts ??= json.split(SEPARATOR);
    return JSON.parse(texts[index]!);
  };
}

// Engines retain the whole text of which a substring is a part. JSON copies it.
const copyTexts = (user: StoredUser): StoredUser => JSON.parse(JSON.stringify(user));

/** Copies one user into a chunk of its own, which retains nothing of the other chunk. */
export function detachUser(chunk: StoredChunk, row: number): StoredChunk {
  const json = JSON.stringify(chunk.extra(row));
  const extra = json === "{}" ? noExtra : () => JSON.parse(json);
  return { users: [copyTexts(chunk.users[row]!)], extra, isDetached: true };
}

/**
 * Copies users of chunks, by pairs of a chunk's index and a row in it. If they are few of their
 * chunk, the copies do not retain its texts.
 */
export function materializeUsers(chunks: readonly StoredChunk[], pairs: Uint32Array): User[] {
  const counts = chunks.map(() => 0);
  for (let at = 0; at < pairs.length; at += 2) {
    counts[pairs[at]!]! += 1;
  }
  const users: User[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const index = pairs[at]!;
    const row = pairs[at + 1]!;
    const chunk = chunks[index]!;
    const user = chunk.users[row]!;
    const isFew = !chunk.isDetached && 2 * counts[index]! < chunk.users.length;
    users.push(copyUser(isFew ? copyTexts(user) : user, chunk.extra(row)));
  }
  return users;
}
