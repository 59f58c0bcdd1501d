const { createClient } = require("b24-users");
const { portal } = require("./portal.cjs");

const b24 = createClient({ portal: portal.origin, auth: portal.accessToken });
b24
  .getUsers([4, 5, 999])
  .then(({ users, missing }) =>
    console.log(JSON.stringify({ users: users.map((user) => user.name), missing })),
  );
