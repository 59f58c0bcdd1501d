// The page docs/benchmarks.md with all results, including unfavourable ones.
import { WARM_UP } from "./rounds.mjs";

const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
const two = (number) => number.toFixed(2);

const spread = ({ low, median, high }) =>
  `${Math.round(median)} (${Math.round(low)} to ${Math.round(high)})`;

function ratios(rows, sizes) {
  const bodies = [...new Set(rows.map(({ what, form }) => `${what}, ${form}`))];
  return bodies
    .map((body) => {
      const of = rows.filter(({ what, form }) => `${what}, ${form}` === body);
      const names = [...new Set(of.map(({ name }) => name))];
      const lines = names.map((name) => [
        name,
        ...sizes.map((size) => {
          const row = of.find((row) => row.name === name && row.count === size);
          if (!row) return "";
          return row.ratio === 1 && row.low === 1
            ? `1 (${two(row.ms)} ms)`
            : `${two(row.ratio)} (${two(row.low)} to ${two(row.high)})`;
        }),
      ]);
      return `### ${body}\n\n${table(["", ...sizes.map((size) => `${size} users`)], lines)}`;
    })
    .join("\n\n");
}

export function render({
  inNode,
  inChromium,
  memory,
  tasks,
  firstUser,
  second,
  ends,
  engines,
  cpu,
  cores,
  sizes,
}) {
  return `# Benchmarks

Written by \`cargo xtask bench\`, in one run: Node ${engines.node}, Chromium ${engines.chromium},
${cores} cores of ${cpu}. Other processes ran on the machine, so the results are ratios within
rounds, in which all contenders take turns: medians, with the quartiles in brackets. The users are
generated, in the portal's format.

## From the bytes of a response to users

Times relative to \`new TextDecoder().decode\` and \`JSON.parse\` alone, without validation.
b24-users is the packed package, from the arrival of the bytes in its \`fetch\` until \`getUsers\`
resolves: it validates every field, caches the users and returns them in the requested order.
b24jssdk is its real client, from the same moment. Each contender is measured after a warm-up of
${2 * WARM_UP} rounds.

## Node

${ratios(inNode, sizes)}

## Chromium

${ratios(inChromium, sizes)}

## Memory

Maximum growth of a new Node process in megabytes while it reads one response (median of three):

${table(
  ["", "5000 users", "50 000 users"],
  Object.entries(memory).map(([contender, growth]) => [contender, ...growth]),
)}

## Long tasks

In Chromium, \`getUsers\` of b24-users for 10 000 users whose response arrives at once: its
duration, and its longest task of more than 50 ms (a "long task" of browsers).

${table(
  ["", "ms", "longest task, ms"],
  tasks.map(({ when, took, longest }) => [
    when,
    Math.round(took),
    longest ? Math.round(longest) : "none",
  ]),
)}

## The first user of a page

In Chromium, from the start of navigation to a page until its script has its first user, by one
request for five users. \`cold\` is a visit in a fresh context, \`cached\` the third visit in it.
Files are compressed by brotli. The delay applies to each response, of the web server and of the
portal; the slow line is Chromium's own throttling. Milliseconds: medians, with the quartiles in
brackets.

${table(
  ["network", "", "cold", "cached"],
  firstUser.map(({ network, name, cold, cached }) => [network, name, spread(cold), spread(cached)]),
)}

## The first user of a second visit

In Chromium, from the start of navigation until an element shows the first of five users, on the
second visit of a page; the portal's responses come after 50 ms. Milliseconds: medians, with the
quartiles in brackets. *Responses* are those that had arrived by then, *requests* all of the visit.

${table(
  ["", "ms", "responses", "requests"],
  second.map(({ name, times, responses, requests }) => [name, spread(times), responses, requests]),
)}

## Complete calls

In Chromium, against the fake portal with a latency for all requests, including preflights. Medians
after a warm-up. The portal's limits and the SDK's rate limiter are disabled; they would delay a
client with many requests. Most of the time of large calls is spent in the fake portal.

${table(
  ["latency", "what", "", "first user, ms", "all, ms", "requests", "preflights"],
  ends.map(({ latency, what, name, first, ms, posts, preflights, failed }) => [
    `${latency} ms`,
    what,
    name,
    ...(failed
      ? [`failed: ${failed}`, "", "", ""]
      : [Math.round(first), Math.round(ms), posts, preflights]),
  ]),
)}
`;
}
