// The contenders: functions from the bytes of a response to users.
import { z } from "zod";
import * as v from "valibot";

const decode = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
const entries = (result) => (Array.isArray(result) ? result : Object.values(result));

/** A hand-written loop: it renames fields and replaces empty values by null. */
function byHand(user) {
  const orNull = (value) => value || null;
  return {
    id: user.id,
    active: user.active,
    name: user.name,
    firstName: orNull(user.first_name),
    lastName: orNull(user.last_name),
    workPosition: orNull(user.work_position),
    color: orNull(user.color),
    avatar: orNull(user.avatar),
    avatarHr: user.avatar_hr.endsWith("/blank.gif") ? null : orNull(user.avatar_hr),
    gender: orNull(user.gender),
    birthday: orNull(user.birthday),
    extranet: user.extranet,
    network: user.network,
    bot: user.bot,
    connector: user.connector,
    externalAuthId: orNull(user.external_auth_id),
    status: orNull(user.status),
    idle: orNull(user.idle),
    lastActivityDate: orNull(user.last_activity_date),
    mobileLastDate: orNull(user.mobile_last_date),
    desktopLastDate: orNull(user.desktop_last_date),
    absent: orNull(user.absent),
    departments: user.departments,
    phones: user.phones
      ? {
          personalMobile: orNull(user.phones.personal_mobile),
          workPhone: orNull(user.phones.work_phone),
          innerPhone: orNull(user.phones.inner_phone),
          personalPhone: orNull(user.phones.personal_phone),
        }
      : null,
    botData: user.bot_data,
    type: orNull(user.type),
    website: orNull(user.website),
    email: orNull(user.email),
  };
}

const STRINGS = [
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

const zodString = z.string().nullable();
const zodUser = z.object({
  id: z.number(),
  ...shape(STRINGS, zodString),
  ...shape(FLAGS, z.boolean()),
  ...shape(DATES, z.union([z.literal(false), z.string()])),
  departments: z.array(z.number()),
  phones: z.union([z.literal(false), z.object(shape(PHONES, z.string().optional()))]),
  bot_data: z.null(),
});
const zodResponse = z.object({
  result: z.union([z.array(zodUser), z.record(z.string(), zodUser)]),
});

const valibotString = v.nullable(v.string());
const valibotUser = v.object({
  id: v.number(),
  ...shape(STRINGS, valibotString),
  ...shape(FLAGS, v.boolean()),
  ...shape(DATES, v.union([v.literal(false), v.string()])),
  departments: v.array(v.number()),
  phones: v.union([v.literal(false), v.object(shape(PHONES, v.optional(v.string())))]),
  bot_data: v.null(),
});
const valibotResponse = v.object({
  result: v.union([v.array(valibotUser), v.record(v.string(), valibotUser)]),
});

/** The package: from the arrival of the bytes in its `fetch` until its promise resolves. */
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
  return async (body, ids) => {
    bytes = body;
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
 * b24jssdk: its real client, from the arrival of the bytes in its HTTP adapter. Its rate limiter is
 * disabled, since it would delay the rounds.
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
  return async (body, ids) => {
    bytes = body;
    const response = await http.call("im.user.list.get", { ID: ids });
    const users = entries(response.getData().result);
    return { users, took: performance.now() - arrived };
  };
}

const timed = (work) => async (bytes) => {
  const start = performance.now();
  const users = work(bytes);
  return { users, took: performance.now() - start };
};

/** All contenders by name. The first is the baseline. */
export async function contenders({ createClient, sdk }) {
  return {
    "TextDecoder + JSON.parse": timed((bytes) => entries(decode(bytes).result)),
    "b24-users": packageFrom(createClient),
    "JSON.parse and a loop by hand": timed((bytes) => entries(decode(bytes).result).map(byHand)),
    "JSON.parse and zod": timed((bytes) => entries(zodResponse.parse(decode(bytes)).result)),
    "JSON.parse and valibot": timed((bytes) =>
      entries(v.parse(valibotResponse, decode(bytes)).result),
    ),
    ...(sdk ? { "@bitrix24/b24jssdk": await sdkFrom(sdk) } : {}),
  };
}
