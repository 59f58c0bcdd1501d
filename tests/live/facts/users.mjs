import { must, shape, Unseen } from "../judge.mjs";

const KEYS = [
  ..."id active name first_name last_name work_position color avatar avatar_hr gender birthday extranet network bot connector".split(
    " ",
  ),
  ..."external_auth_id status idle last_activity_date mobile_last_date desktop_last_date absent departments phones bot_data".split(
    " ",
  ),
  ..."type website email".split(" "),
];
const PHONES = ["personal_mobile", "work_phone", "inner_phone", "personal_phone"];

const isText = (value) => typeof value === "string";
const isFlag = (value) => typeof value === "boolean";
const isTextOrNull = (value) => value === null || isText(value);
const isDate = (value) =>
  value === false || (isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(value));
const isAddress = (value) => isText(value) && /^https?:\/\//.test(value);

/**
 * Per field: a description of its values, and a check.
 *
 * @typedef {[expected: string, isSo: (value: any) => boolean]} Rule
 * @type {Record<string, Rule>}
 */
const FIELDS = {
  id: ["a whole number", (value) => Number.isSafeInteger(value) && value > 0],
  active: ["a flag", isFlag],
  name: ["text", isText],
  first_name: ["text or null", isTextOrNull],
  last_name: ["text or null", isTextOrNull],
  work_position: ["text or null", isTextOrNull],
  color: ["#rrggbb", (value) => isText(value) && /^#[\da-f]{6}$/i.test(value)],
  avatar: ['an absolute address or ""', (value) => value === "" || isAddress(value)],
  avatar_hr: ["an absolute address", isAddress],
  gender: ["M or F", (value) => value === "M" || value === "F"],
  birthday: [
    'DD-MM or ""',
    (value) => value === "" || (isText(value) && /^\d\d-\d\d$/.test(value)),
  ],
  extranet: ["a flag", isFlag],
  network: ["a flag", isFlag],
  bot: ["a flag", isFlag],
  connector: ["a flag", isFlag],
  external_auth_id: ["text", isText],
  status: ["online", (value) => value === "online"],
  idle: ["false", (value) => value === false],
  last_activity_date: ["a date with an offset, or false", isDate],
  mobile_last_date: ["false", (value) => value === false],
  desktop_last_date: ["false, in a list", (value) => value === false],
  absent: ["a date with an offset, or false", isDate],
  departments: [
    "whole numbers",
    (value) => Array.isArray(value) && value.every(Number.isSafeInteger),
  ],
  phones: [
    "an object of known phones, or false",
    (value) =>
      value === false || (value && Object.keys(value).every((key) => PHONES.includes(key))),
  ],
  bot_data: [
    "an object or null",
    (value) => value === null || (typeof value === "object" && !Array.isArray(value)),
  ],
  type: ["text", isText],
  website: ["text", isText],
  email: ["text", isText],
};

/** @type {(entry: [name: string, rule: Rule]) => [fact: string, check: Function]} */
const field = ([name, [expected, isSo]]) => {
  const check = ({ people }) => {
    const sent = people.filter((user) => name in user);
    if (!sent.length) throw new Unseen(`no user has ${name}: an older portal?`);
    for (const user of sent)
      must(isSo(user[name]), expected, `${shape(user[name])} of user ${user.id}`);
  };
  return [`user.${name}`, check];
};

/** The fields of the portal's users. */
export const users = {
  "user.keys"({ people }) {
    for (const user of people) {
      const keys = Object.keys(user);
      const missing = KEYS.filter((key) => !keys.includes(key));
      const unknown = keys.filter((key) => !KEYS.includes(key));
      must(
        !missing.length && !unknown.length,
        "28 keys",
        `of user ${user.id} without [${missing}] and with [${unknown}]`,
      );
      must(
        keys.join() === KEYS.join(),
        "the keys in their order",
        `another order of user ${user.id}`,
      );
    }
  },
  ...Object.fromEntries(Object.entries(FIELDS).map(field)),
};
