import { useUser } from "b24-users/react";

export function Person({ id }) {
  const { status, user, error, refresh } = useUser(id);
  if (user)
    return (
      <span>
        {user.name} <small>{user.workPosition}</small>
      </span>
    );
  if (status === "missing") return <i>Nobody you can see</i>;
  if (status === "error")
    return (
      <button type="button" title={error.message} onClick={refresh}>
        Try again
      </button>
    );
  return <span aria-busy="true">…</span>;
}
