// Users as objects. The module reads answers into columns, a window at a time; here users are made of them, with no call for each field.
// They are kept, and whoever asks for one gets a copy.
import { WIDTH, buildUser, copyUser } from "../generated/user-codec.gen.js";

const BETWEEN = "\x1E";
let utf8;
let utf16;

/**
 * A window. It keeps nothing of what it is given, as the module's memory moves on.
 *
 * `ascii` and `wide` (UTF-16) hold the texts, `rows` the numbers of all users, one after the other: offset and length of each text, with a
 * negative offset for `wide`. `repeated` has offsets and lengths of the texts that users share. `extras` is JSON, objects with a
 * `BETWEEN` between them: the unknown fields of the users in `extraRows`.
 */
export function openWindow(ascii, wide, rows, repeated, numbers, extras, extraRows) {
  utf8 ??= new TextDecoder("utf-8", { ignoreBOM: true });
  const plain = utf8.decode(ascii);
  const other = wide.length === 0 ? "" : (utf16 ??= new TextDecoder("utf-16le", { ignoreBOM: true })).decode(wide);
  const shared = [];
  for (let at = 0; at < repeated.length; at += 2) shared.push(cut(plain, other, repeated[at], repeated[at + 1]));
  const users = [];
  for (let at = 0; at < rows.length; at += WIDTH) users.push(buildUser(rows, plain, other, shared, numbers, at));
  const extra = extraRows.length === 0 ? noExtra : extrasOf(utf8.decode(extras), extraRows.slice());
  return { users, extra };
}

const noExtra = () => ({});

const cut = (plain, other, start, length) =>
  start >= 0 ? plain.substring(start, start + length) : other.substring(~start, ~start + length);

// Parsed in one go; for somebody who asks for a user that has been handed over, that user's alone.
function extrasOf(json, rows) {
  let objects;
  let texts;
  return (row) => {
    const place = rows[row] === row ? row : rows.indexOf(row);
    if (place < 0) return {};
    objects ??= JSON.parse(`[${json.replaceAll(BETWEEN, ",")}]`);
    const object = objects[place];
    objects[place] = undefined;
    return object ?? JSON.parse((texts ??= json.split(BETWEEN))[place]);
  };
}

// Engines keep the whole text alive that a part was cut out of. What comes out of JSON is a part of nothing.
const copyTexts = (user) => JSON.parse(JSON.stringify(user));

/** A window of one user of another, which keeps no memory of that. */
export function detachUser(window, row) {
  const json = JSON.stringify(window.extra(row));
  const extra = json === "{}" ? noExtra : () => JSON.parse(json);
  return { users: [copyTexts(window.users[row])], extra, isDetached: true };
}

/**
 * Users of windows, by pairs of a window's number and a row in it. Whoever keeps a few users of a window does not keep the memory
 * of all.
 */
export function pickUsers(windows, places) {
  const counts = windows.map(() => 0);
  for (let at = 0; at < places.length; at += 2) counts[places[at]] += 1;
  const users = [];
  for (let at = 0; at < places.length; at += 2) {
    const window = windows[places[at]];
    const row = places[at + 1];
    const user = window.users[row];
    const isFew = !window.isDetached && 2 * counts[places[at]] < window.users.length;
    users.push(copyUser(isFew ? copyTexts(user) : user, window.extra(row)));
  }
  return users;
}
