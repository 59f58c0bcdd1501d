import type { RestTime } from "../generated/types.gen.js";

/** The portal's response to a call. */
export interface RestResponse<T = unknown> {
  /** The method's result, unchanged. */
  result: T;
  /**
   * Offset of the next page of a list, for the parameter `start`; absent on the last page. Any
   * number that the portal sends.
   */
  next?: number;
  /**
   * Number of rows of a list on all its pages; absent for other results and empty lists. Any number
   * that the portal sends: methods that do not count send 0 or -1.
   */
  total?: number;
  /** The time that the call took. */
  time: RestTime;
}
