// Users in Vue: a component per user, and a list.
import { defineComponent, h, shallowRef } from "vue";

import { useUser, useUsers } from "b24-users/vue";

/** A component that shows the users of `shown`, and the ref `shown`. */
export function people(first) {
  const shown = shallowRef(first);
  const render = () => {
    const { people = [], list = null } = shown.value;
    return h("div", [
      people.map(([key, id]) => h(Person, { key, name: key, id })),
      list && h(List, { ids: list }),
    ]);
  };
  return { shown, People: defineComponent({ render }) };
}

const Person = defineComponent({
  props: ["name", "id"],
  setup(props) {
    const { status, user, error, isStale, refresh } = useUser(() => props.id);
    return () => {
      const data = {
        "data-key": props.name,
        "data-id": String(props.id),
        "data-status": status.value,
        "data-stale": isStale.value,
        "data-shown": user.value?.id ?? "",
      };
      const text = user.value?.name ?? error.value?.code ?? "…";
      return h("p", { class: "person", ...data }, [
        h("b", text),
        h("button", { onClick: refresh }, "refresh"),
      ]);
    };
  },
});

const List = defineComponent({
  props: ["ids"],
  setup(props) {
    const { state } = useUsers(() => props.ids);
    return () => {
      const { status, users, missing, errors } = state.value;
      const settled = [users.map(({ id }) => id), missing, errors.map(({ code }) => code)];
      return h("pre", { id: "list", "data-status": status }, JSON.stringify(settled));
    };
  },
});
