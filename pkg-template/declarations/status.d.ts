/** A user's own status, as the portal has it. */
export type UserStatus = "online" | "dnd" | "away" | "break" | (string & {});
