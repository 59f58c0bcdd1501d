// Generated from the table in src/model/user.rs by tests/core/user_codec_generator.rs;
// `BLESS=1 cargo test --test core user_codec_generator` renews it.
import type { User } from "./types.gen.js";

/** A user in a chunk. Unknown fields are parsed on demand. */
export type StoredUser = Omit<User, "extra">;

/** The number of values in a user's row. */
export const WIDTH = 71;

const WORDS_M = ["M", "F"];
const WORDS_SOCSERVICES = ["socservices", "default", "bot", "email", "replica", "imconnector", "im_guest"];
const WORDS_ONLINE = ["online", "dnd", "away", "break", "offline"];
const WORDS_BOT = ["bot", "human", "network", "support24", "openline", "supervisor", "personal"];
const WORDS_USER = ["user", "bot", "extranet", "collaber", "guest"];

const NULL = -1;
const WORD = -2;

const text = (row: Int32Array, plain: string, other: string, at: number): string | null => {
  const length = row[at + 1]!;
  if (length === NULL) return null;
  const start = row[at]!;
  return start >= 0
    ? plain.substring(start, start + length)
    : other.substring(~start, ~start + length);
};

const word = (
  words: readonly string[],
  row: Int32Array,
  plain: string,
  other: string,
  at: number,
): string | null =>
  row[at + 1] === WORD ? words[row[at]!]! : text(row, plain, other, at);

// The halves of most are the number and 0.
const integer = (row: Int32Array, at: number): number | null => {
  const low = row[at]!;
  const high = row[at + 1]!;
  if (high === 0 && low >= 0) return low;
  return high === NULL ? null : high * 2 ** 32 + (low >>> 0);
};

const list = (row: Int32Array, numbers: Float64Array, at: number): number[] => {
  const start = row[at]!;
  const count = row[at + 1]!;
  return count === 1 ? [numbers[start]!] : Array.from(numbers.subarray(start, start + count));
};

// Most have one element.
const copyList = (list: number[]): number[] => (list.length === 1 ? [list[0]!] : list.slice());

/** The user whose numbers in the rows of a chunk begin at `at`. */
export const buildUser = (
  row: Int32Array,
  plain: string,
  other: string,
  shared: readonly string[],
  numbers: Float64Array,
  at: number,
): StoredUser => {
  // Usually both pictures are one string.
  const avatar = text(row, plain, other, at + 13);
  return {
    id: integer(row, at)!,
    active: row[at + 2] === 1,
    name: text(row, plain, other, at + 3) ?? "",
    firstName: word(shared, row, plain, other, at + 5),
    lastName: word(shared, row, plain, other, at + 7),
    workPosition: word(shared, row, plain, other, at + 9),
    color: word(shared, row, plain, other, at + 11),
    avatar,
    avatarHr: row[at + 15] === row[at + 13] && row[at + 16] === row[at + 14] ? avatar : text(row, plain, other, at + 15),
    gender: word(WORDS_M, row, plain, other, at + 17),
    birthday: text(row, plain, other, at + 19),
    extranet: row[at + 21] === 1,
    network: row[at + 22] === 1,
    bot: row[at + 23] === 1,
    connector: row[at + 24] === 1,
    externalAuthId: word(WORDS_SOCSERVICES, row, plain, other, at + 25),
    status: word(WORDS_ONLINE, row, plain, other, at + 27),
    idle: text(row, plain, other, at + 29),
    lastActivityDate: text(row, plain, other, at + 31),
    mobileLastDate: text(row, plain, other, at + 33),
    desktopLastDate: text(row, plain, other, at + 35),
    absent: text(row, plain, other, at + 37),
    departments: list(row, numbers, at + 39),
    phones: row[at + 41] === 1 ? {
      personalMobile: text(row, plain, other, at + 42),
      workPhone: text(row, plain, other, at + 44),
      innerPhone: text(row, plain, other, at + 46),
      personalPhone: text(row, plain, other, at + 48),
    } : null,
    botData: row[at + 50] === 1 ? {
      id: integer(row, at + 51),
      code: text(row, plain, other, at + 53),
      type: word(WORDS_BOT, row, plain, other, at + 55),
      appId: text(row, plain, other, at + 57),
      isHidden: row[at + 59] === 1,
      isSupportOpenline: row[at + 60] === 1,
      openline: row[at + 61] === 1,
      backgroundId: text(row, plain, other, at + 62),
      reactionsEnabled: row[at + 64] === 1,
    } : null,
    type: word(WORDS_USER, row, plain, other, at + 65),
    website: text(row, plain, other, at + 67),
    email: text(row, plain, other, at + 69),
  };
};

/** A copy of a user for a caller, who may change it, with the unknown fields. */
export const copyUser = (user: StoredUser, extra: User["extra"]): User => ({
  id: user.id,
  active: user.active,
  name: user.name,
  firstName: user.firstName,
  lastName: user.lastName,
  workPosition: user.workPosition,
  color: user.color,
  avatar: user.avatar,
  avatarHr: user.avatarHr,
  gender: user.gender,
  birthday: user.birthday,
  extranet: user.extranet,
  network: user.network,
  bot: user.bot,
  connector: user.connector,
  externalAuthId: user.externalAuthId,
  status: user.status,
  idle: user.idle,
  lastActivityDate: user.lastActivityDate,
  mobileLastDate: user.mobileLastDate,
  desktopLastDate: user.desktopLastDate,
  absent: user.absent,
  departments: copyList(user.departments),
  phones: user.phones && {
    personalMobile: user.phones.personalMobile,
    workPhone: user.phones.workPhone,
    innerPhone: user.phones.innerPhone,
    personalPhone: user.phones.personalPhone,
  },
  botData: user.botData && {
    id: user.botData.id,
    code: user.botData.code,
    type: user.botData.type,
    appId: user.botData.appId,
    isHidden: user.botData.isHidden,
    isSupportOpenline: user.botData.isSupportOpenline,
    openline: user.botData.openline,
    backgroundId: user.botData.backgroundId,
    reactionsEnabled: user.botData.reactionsEnabled,
  },
  type: user.type,
  website: user.website,
  email: user.email,
  extra,
});
