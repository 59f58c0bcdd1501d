/** Cancels the unread body of a response, which may be yet to arrive. */
export async function discardBody(response: unknown): Promise<void> {
  const { body } = (await response) as Response;
  await body?.getReader().cancel();
}
