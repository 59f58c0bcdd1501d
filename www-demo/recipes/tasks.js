// What an application of a portal has of its own: tasks, and the ids of those who are to do them.
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

/** Who does a task after the one who has it now. */
export function next(responsibleId) {
  return responsibleId === 4 ? 5 : 4;
}
