import type { User } from "../generated/types.gen.js";

/**
 * One or two letters for a user without a picture: of first and last name, else of the first words
 * of the name; `"?"` without letters.
 *
 * @example
 * ```js
 * initialsOf({ firstName: "Emily", lastName: "Smith" }); // "ES"
 * ```
 */
export function initialsOf(user: Partial<Pick<User, "firstName" | "lastName" | "name">>): string;
export function initialsOf({
  firstName,
  lastName,
  name,
}: Partial<Pick<User, "firstName" | "lastName" | "name">>): string {
  const letters = firstLetter(firstName) + firstLetter(lastName);
  return letters || name?.split(/\s+/).map(firstLetter).join("").slice(0, 2) || "?";
}

function firstLetter(text: string | null | undefined): string {
  return text?.match(/[\p{L}\p{N}]/u)?.[0].toLocaleUpperCase() ?? "";
}
