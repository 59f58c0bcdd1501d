// The types of a user's fields. What is in a database may have been changed by anything, and a user
// of another shape would break the components that show it, or trap the module.
import type { User } from "../generated/types.gen.js";

type Schema = ((value: unknown) => boolean) | { readonly [Field in string]: Schema };
type SchemaOf<T> = { readonly [Field in keyof T]-?: Schema };

const text: Schema = (value) => value === null || typeof value === "string";
const number: Schema = (value) => value === null || typeof value === "number";
const flag: Schema = (value) => typeof value === "boolean";
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const PHONES: SchemaOf<NonNullable<User["phones"]>> = {
  personalMobile: text,
  workPhone: text,
  innerPhone: text,
  personalPhone: text,
};

const BOT_DATA: SchemaOf<NonNullable<User["botData"]>> = {
  id: number,
  code: text,
  type: text,
  appId: text,
  isHidden: flag,
  isSupportOpenline: flag,
  openline: flag,
  backgroundId: text,
  reactionsEnabled: flag,
};

const USER: SchemaOf<User> = {
  id: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  active: flag,
  name: (value) => typeof value === "string",
  firstName: text,
  lastName: text,
  workPosition: text,
  color: text,
  avatar: text,
  avatarHr: text,
  gender: text,
  birthday: text,
  extranet: flag,
  network: flag,
  bot: flag,
  connector: flag,
  externalAuthId: text,
  status: text,
  idle: text,
  lastActivityDate: text,
  mobileLastDate: text,
  desktopLastDate: text,
  absent: text,
  departments: (value) => Array.isArray(value) && value.every((entry) => typeof entry === "number"),
  phones: (value) => value === null || matches(value, PHONES),
  botData: (value) => value === null || matches(value, BOT_DATA),
  type: text,
  website: text,
  email: text,
  extra: isObject,
};

function matches(value: unknown, schema: Schema): boolean {
  if (typeof schema === "function") return schema(value);
  return (
    isObject(value) &&
    Object.entries(schema).every(([field, inner]) => matches(value[field], inner))
  );
}

/** Whether a value has all fields of a user, of the right types. */
export function isUser(value: unknown): value is User {
  return matches(value, USER);
}
