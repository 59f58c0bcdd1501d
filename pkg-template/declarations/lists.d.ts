/** Where ids come from. */
export interface Client {
  /**
   * Lists the ids of users, page by page, in ascending order: of those that fit the filter, or of all. Pages are fetched ahead, 50 in a
   * request, and leaving the loop ends that.
   *
   * The token needs the scope `user`, `user_basic` or `user_brief`. Bots, customers of open channels, writers of e-mails and users
   * of other portals are not among them; dismissed employees are, unless `{ ACTIVE: true }`. Whoever is dismissed or hired meanwhile
   * may be missed, and so may others who stay: pages are counted from the list's beginning, and when somebody before them leaves it
   * between two pages, they move to one that has been read.
   *
   * @param filter Conditions by the portal's names, in any case.
   * Custom fields (`UF_...`) cannot be checked, nor whether a value suits them: portals ignore one
   * that they do not have, and give everybody.
   * @throws {B24Error} `INVALID_PARAMS`, before anything is sent, if the portal would ignore a
   * condition or take it for another, and give other users: an unknown field or operator, an operator
   * that the field does not support, an empty list, a boolean where no flag is; also for more than 995
   * values, of which not all would arrive, and for texts that portals take for references of a batch.
   * Else the error of the request, after the pages before it; `BAD_RESPONSE` if the list does not
   * advance, because the portal or a proxy ignores `start`, repeats pages or leaves some out.
   * @see [user.get](https://apidocs.bitrix24.com/api-reference/user/user-get.html)
   *
   * @example
   * ```js
   * for await (const ids of b24.listUserIds({ ACTIVE: true, UF_DEPARTMENT: [1, 5] })) console.log(ids);
   * ```
   */
  listUserIds(filter?: UserFilter, options?: OwnOptions): AsyncGenerator<number[], void, undefined>;

  /**
   * Lists the ids of users whose names, position or department begin with what is looked for; else as `listUserIds`.
   *
   * @param query One word or several, at least one.
   * @throws {B24Error} `INVALID_PARAMS`, before anything is sent, if it is empty, or a text that portals take for a reference of a batch;
   * else the error of the request, after the pages before it.
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
 * Conditions of `user.get`, all of which must hold: `{ ">ID": 100, UF_DEPARTMENT: [1, 5] }`. A list
 * holds if one of its values does, or of a denial none; that of `><` has two, and all between them
 * fit, both included. `{ NAME_SEARCH: "Smith" }` searches as `searchUserIds` does, and has no
 * operator. With the scopes `user_basic` and `user_brief`, portals ignore conditions on fields that
 * these do not let applications read.
 *
 * `""` is those who have none: `{ LAST_NAME: "" }`, or all others: `{ "!UF_DEPARTMENT": "" }`. `!`,
 * `!%` and `!@` leave out those who have none; `!=` does not. Text is compared without regard to
 * case, and without an operator as by `=%` and `%=`: `%` in the value stands for any text and `_`
 * for any letter, as in `{ NAME: "Emi%" }`. `=` and `@` compare with the text itself, `%` and `!%`
 * look for it as a part.
 */
export type UserFilter = {
  [Condition in `${UserFilterOperator}${UserFilterField}`]?: UserFilterValue | readonly UserFilterValue[];
} & {
  [Condition in `${UserFilterOperator}UF_${string}`]: UserFilterValue | readonly UserFilterValue[];
};

/**
 * How a condition compares; nothing stands for equal. Flags (`ACTIVE`, `IS_ONLINE`) have no other
 * than `=`, `!`, `!=`, `@` and `!@`, and only `=` goes with `HAS_DEPARTAMENT`, which can only
 * be true. Numbers and dates have none with `%`. Portals ignore `!=%` and `!%=`.
 */
export type UserFilterOperator =
  | "" | "=" | "!" | "!=" | "<" | "<=" | ">" | ">=" | "%" | "=%" | "%=" | "!%" | "@" | "!@" | "><";

/**
 * A value of a condition. Booleans are for flags, custom ones included, alone or in a list. Of
 * `PERSONAL_PHOTO` it can only be `""`. Dates are sent in ISO 8601; by the published source of the
 * server, portals read that of `PERSONAL_BIRTHDAY`, and of other fields dates in their own format,
 * such as `"31.12.2026 18:00:00"`.
 */
export type UserFilterValue = string | number | boolean | Date;

/** The fields that portals filter users by, besides custom ones (`UF_...`). */
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

type Place = "PHONE" | "FAX" | "PAGER" | "STREET" | "CITY" | "STATE" | "ZIP" | "COUNTRY" | "MAILBOX" | "NOTES" | "WWW";
type Personal = Place | "GENDER" | "PROFESSION" | "BIRTHDAY" | "PHOTO" | "ICQ" | "MOBILE";
type Work = Place | "COMPANY" | "POSITION" | "DEPARTMENT" | "PROFILE" | "LOGO";
