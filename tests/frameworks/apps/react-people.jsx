// People in React, as the tests want them: one component each, and a list.
import { Fragment, Suspense, useState } from "react";

import { useUser, useUsers } from "b24-users/react";

/**
 * Shows what `shown` says; `onSteer` is given a function that changes it.
 *
 * @param {{ shown: any, onSteer?: (show: (shown: object) => void) => void }} props
 */
export function People({ shown: first, onSteer }) {
  const [shown, show] = useState(first);
  onSteer?.(show);
  const { people = [], list = null, suspense = false, isWaitedForAbove = false } = shown;
  const Boundary = isWaitedForAbove ? Fragment : Suspense;
  return (
    <Boundary {...(isWaitedForAbove ? {} : { fallback: <p id="fallback">Wait</p> })}>
      {people.map(([place, id]) => (
        <Person key={place} place={place} id={id} suspense={suspense} />
      ))}
      {list && <List ids={list} suspense={suspense} />}
    </Boundary>
  );
}

function Person({ place, id, suspense }) {
  const { status, user, error, isStale, refresh } = useUser(id, { suspense });
  return (
    <p
      className="person"
      data-place={place}
      data-id={String(id)}
      data-status={status}
      data-stale={isStale}
      data-shown={user?.id ?? ""}
    >
      <b>{user?.name ?? error?.code ?? "…"}</b>
      <button type="button" onClick={refresh}>
        again
      </button>
    </p>
  );
}

function List({ ids, suspense }) {
  // Also an iterator, which can be read but once, will do.
  const { status, users, missing, errors } = useUsers(ids.values(), { suspense });
  const settled = [users.map(({ id }) => id), missing, errors.map(({ code }) => code)];
  return (
    <pre id="list" data-status={status}>
      {JSON.stringify(settled)}
    </pre>
  );
}
