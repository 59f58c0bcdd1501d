import { isPartialResultError } from "b24-users";

import { isId } from "./ids.js";

/** From this number of ids on, users are streamed. */
const MIN_STREAMED_IDS = 200;

/** Whether users are streamed. */
export function isStreamed(ids) {
  return ids.length >= MIN_STREAMED_IDS;
}

/**
 * Sends a request. Its outcome is the `list` (partial after some errors, `null` without any
 * result), the `error`, the number of `requests` and the `seconds` they took. `onUsers` gets each
 * chunk of users and is awaited.
 */
export async function lookUp(openClient, { ids, chat }, { onUsers, onProgress, ...options }) {
  const begin = performance.now();
  const list = { users: [], missing: [], invalid: [], issues: [], failed: [] };
  let requests = 0;
  let error = null;
  try {
    const countRequests = (progress) => {
      requests = progress.requests;
      onProgress(progress);
    };
    const callOptions = { ...options, onProgress: countRequests };
    if (chat) await getChat(openClient(), chat, callOptions, list, onUsers);
    else
      await (isStreamed(ids) ? stream : getAll)(
        openClient(),
        ids,
        { ...callOptions, invalid: "report" },
        list,
        onUsers,
      );
  } catch (caught) {
    error = caught;
    if (isPartialResultError(caught)) await add(caught.result, list, onUsers);
  }
  // Streams report missing ids in the order of the responses.
  list.missing.sort((one, other) => one - other);
  const isEmpty = error && list.users.length + list.missing.length === 0;
  return {
    list: isEmpty ? null : list,
    error,
    requests,
    seconds: (performance.now() - begin) / 1000,
  };
}

async function getChat(b24, chat, options, list, onUsers) {
  await add(await b24.getChatUsers(chat, options), list, onUsers);
}

async function getAll(b24, ids, options, list, onUsers) {
  await add(await b24.getUsers(ids, options), list, onUsers);
}

async function stream(b24, ids, options, list, onUsers) {
  list.invalid = ids.map((value, index) => ({ index, value })).filter(({ value }) => !isId(value));
  for await (const chunk of b24.streamUsers(ids, options)) await add(chunk, list, onUsers);
}

async function add(chunk, list, onUsers) {
  for (const name of Object.keys(list)) list[name] = list[name].concat(chunk[name] ?? []);
  await onUsers(chunk.users);
}
