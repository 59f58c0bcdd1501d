import { useUsers } from "b24-users/react";

/** Users by their ids as one list, in all four states: loading, ready, missing, error. */
export function People({ ids }: { ids: readonly number[] }) {
  const { status, users, missing, errors, refresh } = useUsers(ids);
  return (
    <section aria-label="People" aria-busy={status === "loading"}>
      <ul>
        {users.map((user) => (
          <li key={user.id}>{user.name}</li>
        ))}
      </ul>
      {status === "loading" && <p>…</p>}
      {missing.length > 0 && <p>Unknown users: {missing.join(", ")}</p>}
      {status === "error" && (
        <p role="alert">
          {errors.length} not loaded{" "}
          <button type="button" onClick={refresh}>
            Try again
          </button>
        </p>
      )}
    </section>
  );
}
