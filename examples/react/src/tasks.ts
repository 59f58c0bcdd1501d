export interface Task {
  id: number;
  title: string;
  responsibleId: number;
}

/** The application's own data: tasks, and the ids of the users responsible for them. */
export const TASKS: readonly Task[] = [
  { id: 1, title: "Call the supplier", responsibleId: 4 },
  { id: 2, title: "Check the contract", responsibleId: 5 },
  { id: 3, title: "Draw the new label", responsibleId: 25 },
  { id: 4, title: "Pay the invoice", responsibleId: 28 },
  { id: 5, title: "Take stock", responsibleId: 105 },
  { id: 6, title: "Answer the complaint", responsibleId: 4 },
  { id: 7, title: "Hand over the keys", responsibleId: 106 },
  { id: 8, title: "Water the plants", responsibleId: 999 },
];

/** The user who gets a task that is passed on. */
export function nextResponsible(userId: number): number {
  return userId === 4 ? 5 : 4;
}
