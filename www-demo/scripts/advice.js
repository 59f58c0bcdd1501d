// What each kind of error means to whoever uses this page.

/** By the error's kind. */
export const ADVICE = {
  auth: {
    title: "The portal does not accept this token",
    remedy: "Check that the token is complete and belongs to this portal, or get a new one.",
  },
  access: {
    title: "The portal refuses",
    remedy:
      "It knows the caller: see whether the application has the scope “im”, and the portal a plan with REST.",
  },
  limit: {
    title: "The portal's limits are reached",
    remedy: "Wait a little, then ask again.",
  },
  request: {
    title: "This cannot be asked",
    remedy: "Check the portal's address and the ids; asking again will not help.",
  },
  server: {
    title: "The portal failed",
    remedy: "It may be better in a minute; ask again.",
  },
  network: {
    title: "The portal cannot be reached",
    remedy:
      "Check the address and the network. Browsers do not tell a wrong name, a certificate, a blocker and missing CORS headers apart.",
  },
  timeout: {
    title: "The portal takes too long",
    remedy: "Ask again, perhaps for fewer users.",
  },
  response: {
    title: "The portal's response is invalid",
    remedy: "Check that there is a Bitrix24 portal at this address.",
  },
  load: {
    title: "The library's WebAssembly part could not be loaded",
    remedy: "See whether the browser or a policy forbids WebAssembly.",
  },
};

/** By the error's code, where that tells more. */
export const ADVICE_BY_CODE = {
  expired_token: {
    title: "The token has expired",
    remedy: "Access tokens live for an hour. Get a new one and put it into the form.",
  },
  PARTIAL_RESULT: {
    title: "Only some users could be fetched",
    remedy: "What arrived is below. Ask again for the rest.",
  },
  PORTAL_MOVED: {
    title: "The portal has another address now",
    remedy: "Open it in the browser and see which.",
  },
};
