import { useState } from "react";

import { next, tasks as given } from "../tasks.js";
import { Person } from "./Person.jsx";

export function Tasks() {
  const [tasks, setTasks] = useState(given);
  const passOn = (id) =>
    setTasks(
      tasks.map((task) =>
        task.id === id ? { ...task, responsibleId: next(task.responsibleId) } : task,
      ),
    );
  return (
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
  );
}
