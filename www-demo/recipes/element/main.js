import { createClient, fromB24Frame } from "b24-users";
import { defineUserElement } from "b24-users/element";

import { next, tasks } from "../tasks.js";

// The portal's page around this frame provides and refreshes the token.
// B24Js is the global object of @bitrix24/b24jssdk.
defineUserElement(createClient({ ...fromB24Frame(B24Js.initializeB24Frame()) }));

document.getElementById("tasks")?.append(...tasks.map(row));

function row({ title, responsibleId }) {
  const person = document.createElement("b24-user");
  person.userId = responsibleId;
  const button = document.createElement("button");
  button.textContent = "Pass on";
  button.addEventListener("click", () => (person.userId = next(Number(person.userId))));
  const item = document.createElement("li");
  item.append(title, person, button);
  return item;
}
