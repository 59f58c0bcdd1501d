// Ways from the bytes of an answer to users: what is compared.
import { z } from "zod";
import * as v from "valibot";

const decode = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
const entries = (result) => (Array.isArray(result) ? result : Object.values(result));

/** A loop as one writes it by hand: names, absence, and dates looked at. */
function byHand(user) {
  const none = (value) => value || null;
  return {
    id: user.id,
    active: user.active,
    name: user.name,
    firstName: none(user.first_name),
    lastName: none(user.last_name),
    workPosition: none(user.work_position),
    color: none(user.color),
    avatar: none(user.avatar),
    avatarHr: user.avatar_hr.endsWith("/blank.gif") ? null : none(user.avatar_hr),
    gender: none(user.gender),
    birthday: none(user.birthday),
    extranet: user.extranet,
    network: user.network,
    bot: user.bot,
    connector: user.connector,
    externalAuthId: none(user.external_auth_id),
    status: none(user.status),
    idle: none(user.idle),
    lastActivityDate: none(user.last_activity_date),
    mobileLastDate: none(user.mobile_last_date),
    desktopLastDate: none(user.desktop_last_date),
    absent: none(user.absent),
    departments: user.departments,
    phones: user.phones
      ? {
          personalMobile: none(user.phones.personal_mobile),
          workPhone: none(user.phones.work_phone),
          innerPhone: none(user.phones.inner_phone),
          personalPhone: none(user.phones.personal_phone),
        }
      : null,
    botData: user.bot_data,
    type: none(user.type),
    website: none(user.website),
    email: none(user.email),
  };
}

const TEXTS = [
  "name",
  "first_name",
  "last_name",
  "work_position",
  "color",
  "avatar",
  "avatar_hr",
  "gender",
  "birthday",
  "external_auth_id",
  "status",
  "type",
  "website",
  "email",
];
const FLAGS = ["active", "extranet", "network", "bot", "connector"];
const DATES = ["idle", "last_activity_date", "mobile_last_date", "desktop_last_date", "absent"];
const PHONES = ["personal_mobile", "work_phone", "inner_phone", "personal_phone"];
const shape = (names, schema) => Object.fromEntries(names.map((name) => [name, schema]));

const zodText = z.string().nullable();
const zodUser = z.object({
  id: z.number(),
  ...shape(TEXTS, zodText),
  ...shape(FLAGS, z.boolean()),
  ...shape(DATES, z.union([z.literal(false), z.string()])),
  departments: z.array(z.number()),
  phones: z.union([z.literal(false), z.object(shape(PHONES, z.string().optional()))]),
  bot_data: z.null(),
});
const zodAnswer = z.object({ result: z.union([z.array(zodUser), z.record(z.string(), zodUser)]) });

const valibotText = v.nullable(v.string());
const valibotUser = v.object({
  id: v.number(),
  ...shape(TEXTS, valibotText),
  ...shape(FLAGS, v.boolean()),
  ...shape(DATES, v.union([v.literal(false), v.string()])),
  departments: v.array(v.number()),
  phones: v.union([v.literal(false), v.object(shape(PHONES, v.optional(v.string())))]),
  bot_data: v.null(),
});
const valibotAnswer = v.object({
  result: v.union([v.array(valibotUser), v.record(v.string(), valibotUser)]),
});

/** The package: from the moment that its `fetch` has the bytes until the users are handed over. */
export function packageFrom(createClient) {
  let arrived;
  let bytes;
  const fetch = async () => ({
    status: 200,
    arrayBuffer: async () => {
      arrived = performance.now();
      return bytes.buffer;
    },
  });
  const clients = new Map();
  return async (given, ids) => {
    bytes = given;
    if (!clients.has(ids.length)) {
      const limits = { idsPerCall: ids.length, burst: 1e9, perSecond: 1e9 };
      clients.set(
        ids.length,
        createClient({ portal: "example.bitrix24.com", auth: "token", fetch, limits }),
      );
    }
    const { users } = await clients.get(ids.length).getUsers(ids, { fresh: true });
    return { users, took: performance.now() - arrived };
  };
}

/**
 * b24jssdk: its real client, from the moment that its network would have the bytes. Its limiter
 * would hold the rounds back.
 */
async function sdkFrom({ ApiVersion, B24Hook }) {
  const http = new B24Hook({
    b24Url: "https://example.bitrix24.com",
    userId: 1,
    secret: "secret",
  }).getHttpClient(ApiVersion.v2);
  http.setClientSideWarning(false, "");
  await http.setRestrictionManagerParams({
    ...http.getRestrictionManagerParams(),
    rateLimit: { burstLimit: 1e9, drainRate: 1e9, adaptiveEnabled: false },
    adaptiveConfig: { enabled: false },
  });
  let arrived;
  let bytes;
  http.ajaxClient.defaults.adapter = async (config) => {
    arrived = performance.now();
    return {
      data: new TextDecoder().decode(bytes),
      status: 200,
      statusText: "OK",
      headers: {},
      config,
      request: {},
    };
  };
  return async (given, ids) => {
    bytes = given;
    const answer = await http.call("im.user.list.get", { ID: ids });
    const users = entries(answer.getData().result);
    return { users, took: performance.now() - arrived };
  };
}

const timed = (work) => async (bytes) => {
  const start = performance.now();
  const users = work(bytes);
  return { users, took: performance.now() - start };
};

/** All of them, by name; the first is what the others are measured by. */
export async function contenders({ createClient, sdk }) {
  return {
    "TextDecoder + JSON.parse": timed((bytes) => entries(decode(bytes).result)),
    "b24-users": packageFrom(createClient),
    "JSON.parse and a loop by hand": timed((bytes) => entries(decode(bytes).result).map(byHand)),
    "JSON.parse and zod": timed((bytes) => entries(zodAnswer.parse(decode(bytes)).result)),
    "JSON.parse and valibot": timed((bytes) =>
      entries(v.parse(valibotAnswer, decode(bytes)).result),
    ),
    ...(sdk ? { "@bitrix24/b24jssdk": await sdkFrom(sdk) } : {}),
  };
}
