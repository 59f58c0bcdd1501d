// Generated from the table in src/model/user.rs; `BLESS=1 cargo test --test core builder` writes it anew.

/** How many numbers the row of a user has. */
export const WIDTH = 71;

const WORDS_M = ["M", "F"];
const WORDS_SOCSERVICES = ["socservices", "default", "bot", "email", "replica", "imconnector", "im_guest"];
const WORDS_ONLINE = ["online", "dnd", "away", "break", "offline"];
const WORDS_BOT = ["bot", "human", "network", "support24", "openline", "supervisor", "personal"];
const WORDS_USER = ["user", "bot", "extranet", "collaber", "guest"];

/** The user whose numbers in `row` begin at `at`. */
export const buildUser = (row, at, text, word, whole, list, extra) => ({
  id: whole(at),
  active: row[at + 2] === 1,
  name: text(at + 3) ?? "",
  firstName: text(at + 5),
  lastName: text(at + 7),
  workPosition: text(at + 9),
  color: text(at + 11),
  avatar: text(at + 13),
  avatarHr: text(at + 15),
  gender: word(at + 17, WORDS_M),
  birthday: text(at + 19),
  extranet: row[at + 21] === 1,
  network: row[at + 22] === 1,
  bot: row[at + 23] === 1,
  connector: row[at + 24] === 1,
  externalAuthId: word(at + 25, WORDS_SOCSERVICES),
  status: word(at + 27, WORDS_ONLINE),
  idle: text(at + 29),
  lastActivityDate: text(at + 31),
  mobileLastDate: text(at + 33),
  desktopLastDate: text(at + 35),
  absent: text(at + 37),
  departments: list(at + 39),
  phones: row[at + 41] === 1 ? {
    personalMobile: text(at + 42),
    workPhone: text(at + 44),
    innerPhone: text(at + 46),
    personalPhone: text(at + 48),
  } : null,
  botData: row[at + 50] === 1 ? {
    id: whole(at + 51),
    code: text(at + 53),
    type: word(at + 55, WORDS_BOT),
    appId: text(at + 57),
    isHidden: row[at + 59] === 1,
    isSupportOpenline: row[at + 60] === 1,
    openline: row[at + 61] === 1,
    backgroundId: text(at + 62),
    reactionsEnabled: row[at + 64] === 1,
  } : null,
  type: word(at + 65, WORDS_USER),
  website: text(at + 67),
  email: text(at + 69),
  extra,
});
