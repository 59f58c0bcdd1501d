// Titles and remedies of errors, for the user of this page.

/** By the error's kind. */
export const HELP_BY_KIND = {
  auth: {
    title: "The portal does not accept this token",
    remedy: "Check that the token is complete and belongs to this portal, or get a new one.",
  },
  access: {
    title: "The portal refused the request",
    remedy:
      "The token is valid. Check that the application has the scope “im” and that the portal's plan includes REST.",
  },
  limit: {
    title: "The portal's limits are reached",
    remedy: "Wait a little, then try again.",
  },
  request: {
    title: "The request is invalid",
    remedy: "Check the portal's address and the ids. A retry does not help.",
  },
  server: {
    title: "The portal failed",
    remedy: "Try again in a minute.",
  },
  network: {
    title: "The portal cannot be reached",
    remedy:
      "Check the address and the network. Browsers report a wrong host name, a bad certificate, a content blocker and missing CORS headers as the same error.",
  },
  timeout: {
    title: "The request timed out",
    remedy: "Try again, perhaps with fewer users.",
  },
  response: {
    title: "The portal's response is invalid",
    remedy: "Check that this is the address of a Bitrix24 portal.",
  },
  load: {
    title: "The library's WebAssembly part could not be loaded",
    remedy: "Check whether the browser or a Content-Security-Policy blocks WebAssembly.",
  },
};

/** By the error's code, for codes more specific than their kind. */
export const HELP_BY_CODE = {
  expired_token: {
    title: "The token has expired",
    remedy: "Access tokens are valid for an hour. Get a new one and enter it in the form.",
  },
  PARTIAL_RESULT: {
    title: "Only some users could be fetched",
    remedy: "They are listed below. Send the request again for the rest.",
  },
  PORTAL_MOVED: {
    title: "The portal has another address now",
    remedy: "Open it in the browser to find the new one.",
  },
};
