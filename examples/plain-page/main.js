import { defineUserElement } from "b24-users/element";

import { connect } from "./client.js";
import { nextResponsible, tasks } from "./tasks.js";

// <b24-user> shows all states itself: placeholder, user, "Unknown user", and a failure.
defineUserElement(await connect());
document.getElementById("tasks").append(...tasks.map(createRow));

function createRow({ title, responsibleId }) {
  const person = document.createElement("b24-user");
  person.userId = responsibleId;
  const button = document.createElement("button");
  button.textContent = "Pass on";
  button.addEventListener("click", () => {
    person.userId = nextResponsible(Number(person.userId));
  });
  const row = document.createElement("li");
  row.append(title, person, button);
  return row;
}
