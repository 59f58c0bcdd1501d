/** Every error of this package. */
export class B24Error extends Error {
  // Literal, since minifiers rename classes; the guards below go by it.
  name = "B24Error";

  constructor(info, options) {
    super(info.message, options);
    this.code = info.code;
    this.kind = info.kind;
    this.status = info.status;
    this.retryable = info.retryable;
    this.retryAfterMs = info.retryAfterMs ?? null;
    this.method = info.method;
    this.ids = info.ids;
  }

  /** @internal An error that is found before anything is sent. */
  static of(kind, code, message, options) {
    const retryable = kind === "timeout";
    return new B24Error({ kind, code, message, status: null, retryable, method: null, ids: [] }, options);
  }

  toJSON() {
    const { name, message, code, kind, status, retryable, retryAfterMs, method, ids } = this;
    return { name, message, code, kind, status, retryable, retryAfterMs, method, ids };
  }
}

/** Some users arrived, others could not be fetched. */
export class PartialResultError extends B24Error {
  name = "PartialResultError";

  constructor(info, options) {
    super(info, options);
    this.result = info.result;
    this.failed = info.result.failed;
  }

  toJSON() {
    const failed = this.failed.map(({ ids, error }) => ({ ids, error: error.toJSON() }));
    // Of what the caller gave, values that neither JSON nor `postMessage` can carry go by their type.
    const isPlain = (value) => value === null || /^(string|number|boolean)$/.test(typeof value);
    const invalid = this.result.invalid.map(({ index, value }) => ({ index, value: isPlain(value) ? value : typeof value }));
    return { ...super.toJSON(), result: { ...this.result, invalid, failed }, failed };
  }
}

export function isB24Error(value) {
  return hasName(value, "B24Error") || hasName(value, "PartialResultError");
}

export function isPartialResultError(value) {
  return hasName(value, "PartialResultError") && typeof value.result === "object";
}

// By name, not by class: an error may come from an iframe, from another copy of the package, or as plain
// data from a worker.
function hasName(value, name) {
  return typeof value === "object" && value !== null && value.name === name && typeof value.code === "string";
}
