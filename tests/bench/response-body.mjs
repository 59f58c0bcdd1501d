// Response bodies of generated users in the portal's format.
const FIRST = [
  "Анна",
  "Иван",
  "Мария",
  "Emily",
  "Пётр",
  "Olga",
  "Сергей",
  "Наталья",
  "John",
  "Дмитрий",
];
const LAST = [
  "Смирнова",
  "Иванов",
  "Кузнецова",
  "Smith",
  "Попов",
  "Соколова",
  "Johnson",
  "Лебедева",
  "Козлов",
];
const JOBS = [
  "Менеджер по продажам",
  "Developer",
  "Аналитик",
  "Руководитель отдела",
  "",
  "Accountant",
  "Инженер",
];
const COLOURS = ["#df532d", "#64a513", "#4ba984", "#3e99ce", "#8474c8", "#29619b"];

function person(id, unknown) {
  const pick = (list, step) => list[(id * step) % list.length];
  const [first, last] = [pick(FIRST, 7), pick(LAST, 5)];
  const hash = ((id * 2654435761) >>> 0).toString(16).padStart(8, "0");
  const avatar =
    id % 4 === 0
      ? ""
      : `https://cdn-ru.bitrix24.ru/b11172/main/${hash.slice(0, 3)}/${hash}${hash}/portrait ${id}.png`;
  return {
    id,
    active: id % 50 !== 0,
    name: `${first} ${last}`,
    first_name: first,
    last_name: last,
    work_position: pick(JOBS, 3),
    color: pick(COLOURS, 1),
    avatar,
    avatar_hr: avatar || "https://example.bitrix24.ru/bitrix/js/im/images/blank.gif",
    gender: id % 2 ? "F" : "M",
    birthday:
      id % 3
        ? `${String((id % 28) + 1).padStart(2, "0")}-${String((id % 12) + 1).padStart(2, "0")}`
        : "",
    extranet: false,
    network: false,
    bot: false,
    connector: false,
    external_auth_id: "socservices",
    status: "online",
    idle: false,
    last_activity_date: `2026-03-${String((id % 28) + 1).padStart(2, "0")}T09:30:00+03:00`,
    mobile_last_date: false,
    desktop_last_date: false,
    absent: id % 40 ? false : "2026-04-01T00:00:00+03:00",
    departments: [(id % 30) + 1],
    phones:
      id % 3
        ? {
            personal_mobile: `7916${1000000 + id}`,
            work_phone: `7495${1000000 + id}`,
            inner_phone: `${100 + (id % 900)}`,
          }
        : false,
    bot_data: null,
    type: "user",
    website: id % 10 ? "" : "https://example.com/",
    email: `${hash}@example.com`,
    ...(unknown
      ? { profile: `/company/personal/user/${id}/`, tz_offset: 10800, services: null }
      : {}),
  };
}

const HEX = /[<>&']/g;
const escapeCode = (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * A body with `count` users, and their ids. `form` is "array" or "object"; `ascii` escapes all
 * other characters; `unknown` adds unknown fields.
 */
export function body({ count, form, ascii = false, unknown = false }) {
  const people = Array.from({ length: count }, (_, index) => person(index + 1, unknown));
  const result =
    form === "array" ? people : Object.fromEntries(people.map((user) => [user.id, user]));
  const time = {
    start: 1772449081,
    finish: 1772449081.5,
    duration: 0.5,
    processing: 0,
    date_start: "2026-03-02T13:58:01+03:00",
    date_finish: "2026-03-02T13:58:01+03:00",
    operating_reset_at: 1772449681,
    operating: 0.2,
  };
  let text = JSON.stringify({ result, time }).replaceAll("/", "\\/").replace(HEX, escapeCode);
  if (ascii) text = text.replace(/[^\0-\x7F]/g, escapeCode);
  return { bytes: new TextEncoder().encode(text), ids: people.map(({ id }) => id) };
}
