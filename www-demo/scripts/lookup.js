import { isPartialResultError } from "b24-users";

import { isId } from "./ids.js";

/** From so many ids on, users are shown as they arrive. */
const STREAM_FROM = 200;

/** Whether users are taken from a stream. */
export function isStreamed(ids) {
  return ids.length >= STREAM_FROM;
}

/**
 * What came of a request: `list` (also of one that failed in part), `error`, how many `requests` it took and how many `seconds`.
 * Users are also handed to `take`, which is waited for.
 */
export async function lookUp(openClient, { ids, chat }, { take, onProgress, ...options }) {
  const begin = performance.now();
  const list = { users: [], missing: [], invalid: [], issues: [], failed: [] };
  let requests = 0;
  let error = null;
  try {
    const watch = (progress) => {
      requests = progress.requests;
      onProgress(progress);
    };
    const told = { ...options, onProgress: watch };
    if (chat) await getChat(openClient(), chat, told, list, take);
    else
      await (isStreamed(ids) ? stream : getAll)(
        openClient(),
        ids,
        { ...told, invalid: "report" },
        list,
        take,
      );
  } catch (caught) {
    error = caught;
    if (isPartialResultError(caught)) await add(caught.result, list, take);
  }
  // Streams tell of them as the answers come.
  list.missing.sort((one, other) => one - other);
  const isEmpty = error && list.users.length + list.missing.length === 0;
  return {
    list: isEmpty ? null : list,
    error,
    requests,
    seconds: (performance.now() - begin) / 1000,
  };
}

async function getChat(b24, chat, options, list, take) {
  await add(await b24.getChatUsers(chat, options), list, take);
}

async function getAll(b24, ids, options, list, take) {
  await add(await b24.getUsers(ids, options), list, take);
}

async function stream(b24, ids, options, list, take) {
  list.invalid = ids.map((value, index) => ({ index, value })).filter(({ value }) => !isId(value));
  for await (const part of b24.streamUsers(ids, options)) await add(part, list, take);
}

async function add(part, list, take) {
  for (const name of Object.keys(list)) list[name] = list[name].concat(part[name] ?? []);
  await take(part.users);
}
