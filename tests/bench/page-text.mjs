// The page that tells what was measured, rows that do us no credit included.
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

Written by \`cargo xtask bench\`, in one run: Node ${engines.node}, Chromium ${engines.chromium}, ${cores} cores of ${cpu}. The machine
was not quiet, as few are; so what counts are ratios within a round, in which all take their turns. They are medians, with the quartiles in
brackets. The people are invented; their records are as portals send them.

## From the bytes of an answer to users

The time against that of \`new TextDecoder().decode\` and \`JSON.parse\` alone, which checks nothing. b24-users is the packed package, from the
moment that its \`fetch\` has the bytes until \`getUsers\` resolves: it checks every field, keeps the users and sorts them into the order asked
for. b24jssdk is its real client, from the same moment. Every contender is used to its task when it is measured, after ${2 * WARM_UP}
rounds.

## Node

${ratios(inNode, sizes)}

## Chromium

${ratios(inChromium, sizes)}

## Memory

By how many megabytes a fresh Node process grows at most while one answer becomes users (median of three):

${table(
  ["", "5000 users", "50 000 users"],
  Object.entries(memory).map(([way, grown]) => [way, ...grown]),
)}

## Long tasks

In Chromium, \`getUsers\` of b24-users for 10 000 users whose answer comes as a whole: how long it takes, and the longest of its tasks that
browsers call long, which are those of more than 50 ms.

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
request for five users. \`cold\` is a visit in a fresh context, \`cached\` the third visit in it. Files are
compressed by brotli. The delay applies to each response, of the web server and of the portal; the
slow line is Chromium's own throttling. Milliseconds: medians, with the quartiles in brackets.

${table(
  ["network", "", "cold", "cached"],
  firstUser.map(({ network, name, cold, cached }) => [network, name, spread(cold), spread(cached)]),
)}

## The first user of a second visit

In Chromium, from the start of navigation until an element shows the first of five users, on the second visit of a page; the portal's
responses come after 50 ms (medians, with the quartiles in brackets). *Responses* are those that had arrived by then, *requests* all
of the visit.

${table(
  ["", "ms", "responses", "requests"],
  second.map(({ name, ms, low, high, responses, requests }) => [
    name,
    `${Math.round(ms)} (${Math.round(low)} to ${Math.round(high)})`,
    responses,
    requests,
  ]),
)}

## Whole calls

In Chromium, against the fake portal, which answers every request, preflights too, so much later. Warm; medians. Neither the portal's
bucket and operating time nor the SDK's own limiter hold anything back, as they would whoever sends many requests. Most of the time of large
calls is the fake portal's own work.

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
