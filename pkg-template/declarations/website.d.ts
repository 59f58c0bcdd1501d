/**
 * The absolute http(s) address of a user's website for a link, or `null` if it has none: people type all sorts of things
 * into that field.
 *
 * @example
 * ```js
 * websiteHref({ website: "example.com" }); // "https://example.com/"
 * ```
 */
export declare function websiteHref(user: Pick<User, "website">): string | null;
