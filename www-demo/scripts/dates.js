// Dates in the reader's language and time zone.
import { element } from "./dom.js";

// On systems without a language, WebKitGTK reports the locale "C", which `Intl` rejects.
const languages = navigator.languages.filter((language) => language !== "C");
const { locale } = new Intl.DateTimeFormat(languages).resolvedOptions();
const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const times = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const calendarDays = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** @type {[unit: Intl.RelativeTimeFormatUnit, seconds: number][]} */
const UNITS = [
  ["year", 31_556_952],
  ["month", 2_629_746],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** @type {typeof UNITS[number]} */
const SECONDS = ["second", 1];

const DAY_MS = 86_400_000;

/** A timestamp (ISO 8601): its age, and its time or, after a day, its date. */
export function timestamp(iso) {
  const date = new Date(iso);
  const format = Date.now() - date.getTime() > DAY_MS ? dates : times;
  return element(
    "time",
    { datetime: iso, lang: locale },
    ago(date),
    " ",
    element("span", { class: "exactly" }, format.format(date)),
  );
}

/**
 * The day of a timestamp in the portal's time zone; in another zone its midnight may be the day
 * before.
 */
export function day(iso) {
  const date = iso.slice(0, "2026-03-16".length);
  return element("time", { datetime: date, lang: locale }, calendarDays.format(new Date(date)));
}

function ago(date) {
  const seconds = (date.getTime() - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? SECONDS;
  return relative.format(Math.trunc(seconds / size), unit);
}
