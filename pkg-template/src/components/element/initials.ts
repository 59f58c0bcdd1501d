/** One or two letters for a user: those of first and last name, or else of the first words of the name. */
export function initials({ firstName, lastName, name }) {
  const letters = [firstName, lastName].map(firstLetter).join("");
  return letters || name?.split(/\s+/).map(firstLetter).join("").slice(0, 2) || "?";
}

function firstLetter(text) {
  return text?.match(/[\p{L}\p{N}]/u)?.[0].toLocaleUpperCase() ?? "";
}
