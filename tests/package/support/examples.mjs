// The examples of the documentation, and the globals that they assume.

/**
 * The code blocks of a Markdown text, or of doc comments whose lines begin with an asterisk.
 */
export function examplesIn(text, language = "js") {
  const plain = text.replace(/^ *\* ?/gm, "");
  const fences = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms");
  return Array.from(plain.matchAll(fences), ([, code]) => code);
}

/** An example as a module that uses the fake portal. */
export function moduleOf(example, portal) {
  return example
    .replaceAll('"example.bitrix24.com"', JSON.stringify(portal.origin))
    .replaceAll('"https://example.bitrix24.com/rest/1/code/"', JSON.stringify(portal.webhook))
    .concat("\nexport {};\n");
}

/** The globals of an application. `pending` collects the promises of its asynchronous work. */
export function application(b24users, portal, pending) {
  const auth = portal.accessToken;
  const b24 = b24users.createClient({ portal: portal.origin, auth });
  const nothing = () => {};
  const frame = { access_token: auth, domain: portal.origin };
  return {
    ...b24users,
    b24,
    auth,
    portal: portal.origin,
    accessToken: auth,
    ids: [4, 5],
    user: { website: "example.com", lastActivityDate: null, absent: null, color: "#df532d" },
    task: { responsibleId: 4 },
    dialogId: "chat12",
    addEventListener: nothing,
    session: { userId: 4 },
    error: new Error("an example's"),
    signal: new AbortController().signal,
    myBackend: {
      bitrixToken: () => auth,
      refreshToken: async () => ({
        access_token: auth,
        expires: Date.now() / 1000 + 3600,
        client_endpoint: `${portal.origin}/rest/`,
      }),
    },
    indexedDB: { deleteDatabase: nothing },
    bar: {},
    worker: {},
    postMessage: nothing,
    show: nothing,
    hush: nothing,
    signInAgain: nothing,
    showRetryButton: nothing,
    BX24: {
      init: (work) => pending.push(work()),
      getAuth: () => frame,
      refreshAuth: (done) => done(frame),
      getDomain: () => portal.origin,
      userOption: { get: () => "key", set: nothing },
    },
    initializeB24Frame: async () => ({
      getTargetOrigin: () => portal.origin,
      auth: {
        getAuthData: () => ({ ...frame, expires: Date.now() / 1000 + 3600 }),
        refreshAuth: async () => false,
      },
    }),
  };
}
