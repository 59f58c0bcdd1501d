// Auth from a frame: the types of the SDK's objects fit, although the package does not import them.
import { type B24OAuth, initializeB24Frame, type B24Frame } from "@bitrix24/b24jssdk";
import { createClient, fromB24Frame, fromBX24, type Auth, type BX24Like } from "b24-users";

import { expect, type Same } from "../expect.js";

/** A declaration of the official script's global object, which has no published types. */
interface BX24Global {
  init: (callback: () => void) => void;
  install: (callback: () => void) => void;
  getAuth: () =>
    | {
        access_token: string;
        refresh_token: string;
        expires_in: number;
        domain: string;
        member_id: string;
      }
    | false;
  refreshAuth: (
    callback?: (auth: {
      access_token: string;
      refresh_token: string;
      expires_in: string;
      domain: string;
      member_id: string;
    }) => void,
  ) => void;
  getDomain: () => string;
  isAdmin: () => boolean;
}

declare const BX24: BX24Global;
// biome-ignore lint/suspicious/noExplicitAny: untyped code has no other type.
declare const untyped: any;
declare const $b24: B24Frame;
declare const $oauth: B24OAuth;

createClient({ ...fromBX24(BX24) });
createClient(fromBX24(untyped));
createClient({ ...fromB24Frame($b24), retries: 0 });
createClient(fromB24Frame($oauth));
createClient(fromB24Frame(initializeB24Frame()));
createClient(fromB24Frame(await initializeB24Frame()));
expect<Same<ReturnType<typeof fromBX24>, { auth: Auth }>>();
const own: BX24Like = {
  init: (callback) => callback(),
  getAuth: () => false,
  refreshAuth: () => undefined,
};
void own;

// @ts-expect-error it is null outside of a frame
fromBX24(null);
// @ts-expect-error a frame is no BX24
fromBX24($b24);
// @ts-expect-error BX24 is no frame
fromB24Frame(BX24);
