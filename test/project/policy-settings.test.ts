/** What `.thoth.yaml` says of releases that may be chosen and advisories that count, and what is no such thing. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseThothYaml, policyFor } from "../../src/project/index.ts";

const read = (text: string) => parseThothYaml(".thoth.yaml", text).policy;

const cooldowns: readonly (readonly [string, number, Readonly<Record<string, number>>])[] = [
  ["", 3, {}],
  ["cooldown:", 3, {}],
  ["cooldown: 0", 0, {}],
  ["cooldown: 14", 14, {}],
  ["cooldown: {days: 14}", 14, {}],
  ["cooldown: {packages: {Boto_3: 0, six: 30}}", 3, { "boto-3": 0, six: 30 }],
];

for (const [text, days, packages] of cooldowns)
  test(`\`${text}\` lets releases wait ${days} days`, () => {
    const { cooldown } = read(text);
    assert.deepEqual([cooldown.days, Object.fromEntries(cooldown.packages)], [days, packages]);
  });

test("holds and accepted advisories are read, each with its line", () => {
  const { holds, ignored, unfixable } = read(`
hold:
  - {package: NumPy, versions: "<2", until: 2027-01-01, reason: our code}
  - {package: six, reason: for good}
ignore:
  - id: CVE-2026-1
    reason: not used
    until: 2027-01-01
    scope: {package: Six, environment: default, project: ./services/api/}
  - {id: ghsa-1, reason: r, until: "2027-02-01"}
security: {unfixable: fail}
`);
  assert.deepEqual(
    holds.map(({ versions, ...rest }) => ({ ...rest, versions: versions?.toString() })),
    [
      {
        package: "numpy",
        versions: "<2",
        until: "2027-01-01",
        reason: "our code",
        place: { file: ".thoth.yaml", line: 3 },
      },
      {
        package: "six",
        versions: undefined,
        until: undefined,
        reason: "for good",
        place: { file: ".thoth.yaml", line: 4 },
      },
    ],
  );
  assert.deepEqual(
    ignored.map(({ id, until, scope, place }) => [id, until, Object.values(scope), place.line]),
    [
      ["CVE-2026-1", "2027-01-01", ["six", "default", "services/api"], 6],
      ["ghsa-1", "2027-02-01", [undefined, undefined, undefined], 10],
    ],
  );
  assert.equal(unfixable, "fail");
});

test("an entry holds where its scope says", () => {
  const entry = (scope: string) => `{id: ${scope.length}-a, reason: r, until: 2027-01-01, scope: {${scope}}}`;
  const scopes = ["", "project: .", "project: api", "environment: b", "project: api, environment: b"];
  const policy = read(`runtime_environments: [{name: a}, {name: b}]\nignore: [${scopes.map(entry).join(", ")}]`);
  const told = (project: string, environment: string) =>
    policyFor(policy, project, environment).ignored.map((ignored) => policy.ignored.indexOf(ignored));
  assert.deepEqual(told(".", "a"), [0, 1]);
  assert.deepEqual(told("api", "a"), [0, 2]);
  assert.deepEqual(told("api", "b"), [0, 2, 3, 4]);
});

const days = "a whole number of days from 0 to 365, or a mapping with `days` and `packages`";

/** The text, where it is wrong, and why. */
const wrong: readonly (readonly [string, string])[] = [
  ["cooldown: long", `1:11: \`cooldown\` is \`long\`, which is not ${days}`],
  ["cooldown: 366", `1:11: \`cooldown\` is \`366\`, which is not ${days}`],
  ["cooldown: {day: 3}", "1:12: `day` is not a key that is known here"],
  ["cooldown: {packages: {-x: 3}}", "1:23: `-x` is not the name of a package"],
  ["hold: [{package: six}]", "1:8: `hold[0]` has no `reason`"],
  ["hold: [{package: -six, reason: r}]", "1:18: `package` is `-six`, which is not the name of a package"],
  [
    "hold: [{package: six, versions: two, reason: r}]",
    "1:33: `versions` is `two`, which is not bounds of a version such as `<2`",
  ],
  [
    "hold: [{package: six, until: soon, reason: r}]",
    "1:30: `until` is `soon`, which is not a day such as `2027-06-30`",
  ],
  ["ignore: [{id: CVE-1, reason: r}]", "1:10: `ignore[0]` has no `until`"],
  ["ignore: [{id: CVE-1, until: 2027-01-01}]", "1:10: `ignore[0]` has no `reason`"],
  [
    "ignore: [{id: all of them, reason: r, until: 2027-01-01}]",
    "1:15: `id` is `all of them`, which is not an id such as `CVE-2024-1234`",
  ],
  [
    "ignore: [{id: CVE-1, reason: r, until: 2027-02-30}]",
    "1:40: `until` is `2027-02-30`, which is not a day such as `2027-06-30`",
  ],
  [
    "ignore: [{id: CVE-1, reason: r, until: 2027-01-01, package: six}]",
    "1:52: `package` is not a key that is known here",
  ],
  [
    "ignore: [{id: CVE-1, reason: r, until: 2027-01-01, scope: {environment: prod}}]",
    "1:73: `environment` is `prod`, which is not the name of an environment of this file",
  ],
  ["security: {unfixable: ignore}", "1:23: `unfixable` is `ignore`, which is not one of `report`, `fail`"],
];

for (const [text, message] of wrong)
  test(`\`${text}\` is refused with its place`, () =>
    assert.throws(() => read(text), { code: "INVALID_CONFIGURATION", message: `.thoth.yaml:${message}` }));
