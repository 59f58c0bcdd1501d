// Users in React: a component per user, and a list.
import { Fragment, Suspense, useState } from "react";

import { useUser, useUsers } from "b24-users/react";

/**
 * Shows the users of `shown`. `onReady` receives a function that replaces `shown`.
 *
 * @param {{ shown: any, onReady?: (show: (shown: object) => void) => void }} props
 */
export function People({ shown: first, onReady }) {
  const [shown, show] = useState(first);
  onReady?.(show);
  const { people = [], list = null, suspense = false, hasOuterBoundary = false } = shown;
  const Boundary = hasOuterBoundary ? Fragment : Suspense;
  return (
    <Boundary {...(hasOuterBoundary ? {} : { fallback: <p id="fallback">Loading</p> })}>
      {people.map(([key, id]) => (
        <Person key={key} name={key} id={id} suspense={suspense} />
      ))}
      {list && <List ids={list} suspense={suspense} />}
    </Boundary>
  );
}

function Person({ name, id, suspense }) {
  const { status, user, error, isStale, refresh } = useUser(id, { suspense });
  return (
    <p
      className="person"
      data-key={name}
      data-id={String(id)}
      data-status={status}
      data-stale={isStale}
      data-shown={user?.id ?? ""}
    >
      <b>{user?.name ?? error?.code ?? "…"}</b>
      <button type="button" onClick={refresh}>
        refresh
      </button>
    </p>
  );
}

function List({ ids, suspense }) {
  // An iterator can be read only once.
  const { status, users, missing, errors } = useUsers(ids.values(), { suspense });
  const settled = [users.map(({ id }) => id), missing, errors.map(({ code }) => code)];
  return (
    <pre id="list" data-status={status}>
      {JSON.stringify(settled)}
    </pre>
  );
}
