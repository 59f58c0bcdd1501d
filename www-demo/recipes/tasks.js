// The application's own data: tasks, with the ids of the responsible users.
export const tasks = [
  [4, "Call the supplier"],
  [5, "Check the contract"],
  [25, "Draw the new label"],
  [28, "Pay the invoice"],
  [105, "Count what is in stock"],
  [4, "Answer the complaint"],
  [106, "Hand over the keys"],
  [999, "Water the plants"],
].map(([responsibleId, title], at) => ({ id: at + 1, title, responsibleId }));

/** The next responsible user of a task. */
export function next(responsibleId) {
  return responsibleId === 4 ? 5 : 4;
}
