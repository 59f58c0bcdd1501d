import { renderToString } from "react-dom/server";

import { B24UsersProvider, useB24Users } from "b24-users/react";

/** Renders a component that passes its client to `onClient`. */
export const render = (client, onClient) =>
  renderToString(
    <B24UsersProvider client={client}>
      <Child onClient={onClient} />
    </B24UsersProvider>,
  );

export const renderAlone = () => renderToString(<Child onClient={undefined} />);

function Child({ onClient }) {
  const client = useB24Users();
  onClient?.(client);
  return null;
}
