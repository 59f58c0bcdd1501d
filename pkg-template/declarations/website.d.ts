/**
 * The absolute http(s) URL of a user's website, for a link; `null` if the field is empty or no such
 * URL. Users type that field freely.
 *
 * @example
 * ```js
 * websiteHref({ website: "example.com" }); // "https://example.com/"
 * ```
 */
export declare function websiteHref(user: Pick<User, "website">): string | null;
