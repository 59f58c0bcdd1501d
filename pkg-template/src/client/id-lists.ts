import type { PrepareCall, RunCall } from "./call.js";
import { invalidParams, toFormFields } from "./form-params.js";
import type { OwnOptions } from "./options.js";
import { streamChunks } from "./stream.js";

/** Lists of ids. */
export interface IdListMethods {
  /**
   * Lists the ids of the users that match a filter, or of all, page by page, in ascending order.
   * Pages are prefetched, 50 in a request; leaving the loop aborts the prefetch.
   *
   * The token needs the scope `user`, `user_basic` or `user_brief`. The list does not contain bots,
   * customers of open channels, e-mail users and users of other portals; it contains dismissed
   * employees unless the filter is `{ ACTIVE: true }`. The portal counts pages from the beginning
   * of the list, so a change of the list between two pages may move users to a page that has been
   * read: such users are skipped.
   *
   * @param filter Conditions by the portal's field names, in any case. Custom fields (`UF_...`) and
   * their values cannot be checked: portals ignore a condition on a field that they do not have,
   * and return all users.
   * @throws {B24Error} `INVALID_PARAMS`, before anything is sent, if the portal would ignore a
   * condition or misread it, and return other users: an unknown field or operator, an operator that
   * the field does not support, an empty list, a boolean for a field that is no flag; also for more
   * than 995 values, which would not all arrive, and for strings that portals read as references of
   * a batch. Else the error of the request, after the preceding pages; `BAD_RESPONSE` if the list
   * does not advance, because the portal or a proxy ignores `start`, repeats pages or omits some.
   * @see [user.get](https://apidocs.bitrix24.com/api-reference/user/user-get.html)
   *
   * @example
   * ```js
   * const filter = { ACTIVE: true, UF_DEPARTMENT: [1, 5] };
   * for await (const ids of b24.listUserIds(filter)) console.log(ids);
   * ```
   */
  listUserIds(filter?: UserFilter, options?: OwnOptions): AsyncGenerator<number[], void, undefined>;

  /**
   * Lists the ids of users whose name, position or department begins with the words of a query;
   * else as `listUserIds`.
   *
   * @param query One or several words.
   * @throws {B24Error} `INVALID_PARAMS`, before anything is sent, if the query is empty or a string
   * that portals read as a reference of a batch; else the error of the request, after the preceding
   * pages.
   * @see [user.search](https://apidocs.bitrix24.com/api-reference/user/user-search.html)
   *
   * @example
   * ```js
   * for await (const ids of b24.searchUserIds("Smith")) console.log(ids);
   * ```
   */
  searchUserIds(query: string, options?: OwnOptions): AsyncGenerator<number[], void, undefined>;
}

/**
 * Conditions of `user.get`, combined with "and": `{ ">ID": 100, UF_DEPARTMENT: [1, 5] }`. A list of
 * values matches if one of them does; with a negated operator, if none does. `><` takes the two
 * inclusive bounds of a range. `{ NAME_SEARCH: "Smith" }` searches as `searchUserIds`, without an
 * operator. With the scopes `user_basic` and `user_brief`, portals ignore conditions on fields that
 * these scopes hide.
 *
 * `""` matches users without a value, `{ LAST_NAME: "" }`, and negated those with one,
 * `{ "!UF_DEPARTMENT": "" }`. `!`, `!%` and `!@` exclude users without a value; `!=` includes them.
 * Strings are compared case-insensitively. Without an operator, and with `=%` and `%=`, `%` in the
 * value matches any text and `_` any character: `{ NAME: "Emi%" }`. `=` and `@` compare the whole
 * text, `%` and `!%` search for a substring.
 */
export type UserFilter = {
  [Condition in `${UserFilterOperator}${UserFilterField}`]?:
    | UserFilterValue
    | readonly UserFilterValue[];
} & {
  [Condition in `${UserFilterOperator}UF_${string}`]: UserFilterValue | readonly UserFilterValue[];
};

/**
 * The operator of a condition; none means equality. Flags (`ACTIVE`, `IS_ONLINE`) support `=`, `!`,
 * `!=`, `@` and `!@`; `HAS_DEPARTAMENT`, which can only be true, supports `=`. Numbers and dates do
 * not support operators with `%`. Portals ignore `!=%` and `!%=`.
 */
export type UserFilterOperator =
  | ""
  | "="
  | "!"
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "%"
  | "=%"
  | "%="
  | "!%"
  | "@"
  | "!@"
  | "><";

/**
 * The value of a condition. Booleans are for flags, custom ones included, alone or in a list. For
 * `PERSONAL_PHOTO`, it can only be `""`. A `Date` is sent in ISO 8601. According to the published
 * source of the server, portals parse that for `PERSONAL_BIRTHDAY`; other fields need the portal's
 * own date format, such as `"31.12.2026 18:00:00"`.
 */
export type UserFilterValue = string | number | boolean | Date;

/** The fields of conditions, besides custom fields (`UF_...`). */
export type UserFilterField =
  | "ID"
  | "XML_ID"
  | "ACTIVE"
  | "NAME"
  | "LAST_NAME"
  | "SECOND_NAME"
  | "TITLE"
  | "EMAIL"
  | "LAST_LOGIN"
  | "DATE_REGISTER"
  | "TIME_ZONE"
  | "IS_ONLINE"
  | "TIMESTAMP_X"
  | "LAST_ACTIVITY_DATE"
  | `PERSONAL_${Personal}`
  | `WORK_${Work}`
  | "USER_TYPE"
  | "EXTERNAL_AUTH_ID"
  | "NAME_SEARCH"
  | "HAS_DEPARTAMENT"
  | "UF_DEPARTMENT"
  | "UF_PHONE_INNER";

type ContactField =
  | "PHONE"
  | "FAX"
  | "PAGER"
  | "STREET"
  | "CITY"
  | "STATE"
  | "ZIP"
  | "COUNTRY"
  | "MAILBOX"
  | "NOTES"
  | "WWW";
type Personal = ContactField | "GENDER" | "PROFESSION" | "BIRTHDAY" | "PHOTO" | "ICQ" | "MOBILE";
type Work = ContactField | "COMPANY" | "POSITION" | "DEPARTMENT" | "PROFILE" | "LOGO";

export const idListMethods = (prepare: PrepareCall, run: RunCall): IdListMethods => ({
  listUserIds(filter = {}, options = {}) {
    const checked = prepare("listUserIds", options);
    const fields = toFormFields("listUserIds: filter", filter, true);
    return streamChunks(run, checked, (core, callOptions) => core.listUserIds(fields, callOptions));
  },

  searchUserIds(query, options = {}) {
    const checked = prepare("searchUserIds", options);
    if (typeof query !== "string") {
      throw invalidParams("searchUserIds: the query must be a string", query);
    }
    return streamChunks(run, checked, (core, callOptions) =>
      core.searchUserIds(query, callOptions),
    );
  },
});
