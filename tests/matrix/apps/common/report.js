/** Writes an outcome into the page. */
export async function report(promise) {
  const element = document.createElement("pre");
  element.id = "outcome";
  element.textContent = JSON.stringify(
    await promise.catch((error) => error.toJSON?.() ?? String(error)),
  );
  document.body.append(element);
}
