/** What is unhealthy about projects and releases: by what an index says, what a scan found, and whether there is a wheel. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Health, type HealthOptions } from "../../../src/advise/objective/health.ts";
import { Scorecards } from "../../../src/knowledge/index.ts";
import { packageName } from "../../../src/python/index.ts";
import { adviceWorld, ask } from "../../support/advice-world.ts";
import { candidate, context, file } from "../../support/pipeline-samples.ts";

const web = packageName("web");

function health(more: Partial<HealthOptions> = {}): Health {
  const nothing = { statusOf: () => undefined, scorecardOf: () => undefined };
  return new Health({ files: context(), isDirect: () => true, today: "2026-11-24", ...nothing, ...more });
}

/** @param checks such as `Maintained 0`. */
function card(checks: readonly string[], more: Readonly<Record<string, unknown>> = {}) {
  const row = {
    package: "web",
    repository: "github.com/acme/web",
    confirmed: true,
    date: "2026-11-01",
    commit: "0".repeat(40),
    aggregate: 5,
    checks: checks.map((text) => ({ name: text.split(" ")[0], score: Number(text.split(" ")[1]) })),
    ...more,
  };
  return Scorecards.parse("test", JSON.stringify(row), "2026-11-01");
}

const said = (known: Health) => known.projectFlaws(web).map(({ message }) => message);

test("unknown is silent", () => {
  assert.deepEqual(said(health()), []);
  assert.deepEqual(said(health({ statusOf: () => ({ state: "active" }) })), []);
  assert.deepEqual(health().flaws(candidate("web 1.0")), []);
});

test("a project that is archived or deprecated says so, with its reason", () => {
  const archived = health({ statusOf: () => ({ state: "archived" }) });
  assert.deepEqual(said(archived), ["its project is archived"]);
  const deprecated = health({ statusOf: () => ({ state: "deprecated", reason: "use `net`" }) });
  assert.deepEqual(said(deprecated), ["its project is deprecated: use `net`"]);
});

/** Checks, whether the package is direct, and which of them are red flags. */
const flags: readonly (readonly [readonly string[], boolean, readonly string[]])[] = [
  [["Dangerous-Workflow 0"], false, ["Dangerous-Workflow 0"]],
  [["Dangerous-Workflow -1"], false, []],
  [["Token-Permissions 3", "Dangerous-Workflow 10"], false, ["Token-Permissions 3"]],
  [["Token-Permissions 4"], false, []],
  [["Maintained 0"], true, ["Maintained 0"]],
  [["Maintained 0"], false, []],
  [["Maintained 1"], true, []],
  [["Branch-Protection 0", "SAST 0", "Fuzzing 0", "Signed-Releases 0", "Vulnerabilities 0"], true, []],
];

for (const [checks, isDirect, expected] of flags)
  test(`${checks.join(" and ")} of ${isDirect ? "a direct" : "another"} package: ${expected.join() || "nothing"}`, () => {
    const known = health({ scorecardOf: (name) => card(checks).of(name), isDirect: () => isDirect });
    const found = said(known).map((message) => /\((\S+ \d+) of 10/.exec(message)?.[1]);
    assert.deepEqual(found, expected);
  });

test("a red flag says whose it is, how sure that is, and when it was seen", () => {
  const sure = health({ scorecardOf: (name) => card(["Maintained 0"]).of(name) });
  assert.deepEqual(said(sure), [
    "its repository `github.com/acme/web` is not maintained any more (Maintained 0 of 10, scanned 2026-11-01)",
  ]);
  const old = card(["Maintained 0"], { confirmed: false, date: "2026-01-01" });
  assert.deepEqual(said(health({ scorecardOf: (name) => old.of(name) })), [
    "what is said to be its repository `github.com/acme/web` is not maintained any more (Maintained 0 of 10, scanned 2026-01-01, which is stale)",
  ]);
});

test("a release without a wheel that fits is worse than one with", () => {
  const source = candidate("web 2.0", [file("web-2.0.tar.gz"), file("web-2.0-cp38-cp38-win_amd64.whl")]);
  assert.deepEqual(
    health()
      .flaws(source)
      .map(({ message }) => message),
    ["no wheel of it fits here, so that an installer has to build it"],
  );
});

test("a reader is told at most one thing about a package", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 1.0 -> log\nlog 1.0" } });
  const scorecards = card(["Maintained 0", "Dangerous-Workflow 0"]);
  const { notes } = await ask({ ...world, services: { ...world.services, scorecards } }, '[packages]\nweb = "*"');
  const found = notes.filter(({ message }) => message.includes("its repository"));
  assert.deepEqual(
    found.map(({ severity, message }) => [severity, message.split("; ").length]),
    [["warning", 2]],
  );
});

test("a package that is healthier is preferred, if nothing weightier is lost", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 2.0 (recorded)\nweb 1.0" } });
  const chosen = async (type: "stable" | "security" | "performance" | "latest") => {
    const { outcome } = await ask(world, '[packages]\nweb = "*"', { type });
    return outcome.kind === "solved" ? outcome.packages["web"]?.version : outcome.kind;
  };
  assert.deepEqual(
    [await chosen("stable"), await chosen("security"), await chosen("performance"), await chosen("latest")],
    ["1.0", "1.0", "1.0", "2.0"],
  );
});
