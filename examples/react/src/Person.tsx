import { useUser } from "b24-users/react";

/** A user by its id, in all four states: loading, ready, missing, error. */
export function Person({ id }: { id: number }) {
  const { status, user, refresh } = useUser(id);
  if (user) {
    return (
      <span>
        {user.name} <small>{user.workPosition}</small>
      </span>
    );
  }
  if (status === "missing") return <i>Unknown user</i>;
  if (status === "error") {
    return (
      <span role="alert">
        Not loaded{" "}
        <button type="button" onClick={refresh}>
          Try again
        </button>
      </span>
    );
  }
  return <span aria-busy="true">…</span>;
}
