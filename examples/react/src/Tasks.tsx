import { useState } from "react";

import { People } from "./People";
import { Person } from "./Person";
import { nextResponsible, TASKS } from "./tasks";

export function Tasks() {
  const [tasks, setTasks] = useState(TASKS);
  const passOn = (id: number) =>
    setTasks((tasks) =>
      tasks.map((task) =>
        task.id === id ? { ...task, responsibleId: nextResponsible(task.responsibleId) } : task,
      ),
    );
  return (
    <>
      <ul>
        {tasks.map(({ id, title, responsibleId }) => (
          <li key={id}>
            {title}
            <Person id={responsibleId} />
            <button type="button" onClick={() => passOn(id)}>
              Pass on
            </button>
          </li>
        ))}
      </ul>
      <h2>People</h2>
      <People ids={tasks.map(({ responsibleId }) => responsibleId)} />
    </>
  );
}
