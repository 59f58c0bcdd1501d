// Users as objects. The module reads answers into columns, a window at a time; here users are made of them, each for the one who asked,
// with no call for each field.
import { WIDTH, buildUser } from "./user-fields.js";

const NULL = -1;
const WORD = -2;
let utf8;
let utf16;

/**
 * A window: a function that makes the user of a row, anew each time. What it keeps is a copy, as the module's memory moves on.
 *
 * `ascii` and `wide` (UTF-16) hold the texts, `rows` the numbers of all users, one after the other: offset and length of each text, with a
 * negative offset for `wide`. `extras` is JSON, objects separated by commas: the unknown fields of the users in `extraRows`.
 */
export function openWindow(ascii, wide, rows, numbers, extras, extraRows) {
  utf8 ??= new TextDecoder("utf-8", { ignoreBOM: true });
  const plain = utf8.decode(ascii);
  const other = wide.length === 0 ? "" : (utf16 ??= new TextDecoder("utf-16le", { ignoreBOM: true })).decode(wide);
  const row = rows.slice();
  const entries = numbers.slice();
  const extra = extraRows.length === 0 ? () => ({}) : extrasOf(`[${utf8.decode(extras)}]`, Array.from(extraRows));
  const text = (at) => {
    const start = row[at];
    const length = row[at + 1];
    if (length <= NULL) return null;
    return start >= 0 ? plain.substring(start, start + length) : other.substring(~start, ~start + length);
  };
  const word = (at, words) => (row[at + 1] === WORD ? words[row[at]] : text(at));
  const whole = (at) => (row[at + 1] === NULL ? null : row[at + 1] * 2 ** 32 + (row[at] >>> 0));
  const list = (at) => {
    const found = [];
    for (let index = row[at], end = index + row[at + 1]; index < end; index++) found.push(entries[index]);
    return found;
  };
  return (number) => buildUser(row, number * WIDTH, text, word, whole, list, extra(number));
}

// Parsed in one go, and again only for somebody who asks for a user that has been handed over.
function extrasOf(json, rows) {
  const places = new Map(rows.map((row, place) => [row, place]));
  let objects = [];
  return (row) => {
    const place = places.get(row);
    if (place === undefined) return {};
    if (objects[place] === undefined) objects = JSON.parse(json);
    const object = objects[place];
    objects[place] = undefined;
    return object;
  };
}

/** Users of windows, by pairs of a window's number and a row in it. */
export function pickUsers(windows, places) {
  const users = [];
  for (let at = 0; at < places.length; at += 2) users.push(windows[places[at]](places[at + 1]));
  return users;
}
