// The exports that all entries of the client have in common.
export type {
  B24FrameAuth,
  B24FrameLike,
  BX24Auth,
  BX24Like,
} from "../auth/frame-auth.js";
export { fromB24Frame, fromBX24 } from "../auth/frame-auth.js";
export type { Auth } from "../auth/token-source.js";
export type { Chat } from "../client/chats.js";
export { isChat } from "../client/chats.js";
export type { Client } from "../client/client.js";
export type { RestParams, RestValue } from "../client/form-params.js";
export { initialsOf } from "../client/initials.js";
export type {
  UserFilter,
  UserFilterField,
  UserFilterOperator,
  UserFilterValue,
} from "../client/id-lists.js";
export type * from "../client/options.js";
export type { PersistentCache } from "../client/persistent-cache.js";
export type { Presence } from "../client/presence.js";
export { presenceOf } from "../client/presence.js";
export type { BatchCommand, BatchResponse } from "../client/raw-calls.js";
export type { UserStatus } from "../client/status.js";
export { textColorOn } from "../client/text-color.js";
export { websiteHref } from "../client/website.js";
export type * from "../generated/types.gen.js";
export type {
  B24ErrorInfo,
  B24ErrorLike,
  FailedIdsInfo,
  PartialResultErrorInfo,
  PartialResultErrorLike,
} from "../shared/errors.js";
export {
  B24Error,
  isB24Error,
  isPartialResultError,
  PartialResultError,
} from "../shared/errors.js";
export type { RestResponse } from "../shared/rest-response.js";
export type { Token, TokenRequest } from "../shared/token.js";
