/** Cancels the body of a response that nobody reads, and that may be yet to come. */
export async function discard(response) {
  const { body } = await response;
  await body.getReader().cancel();
}
