import { test } from "node:test";
import assert from "node:assert/strict";

import { type Advice, sayConflictLine, sayRelaxations } from "../../src/advise/index.ts";
import { adviceWorld, ask, changeOf, pins, solved } from "../support/advice-world.ts";

const web = `
  web 2.0 -> http>=2
  web 1.0 -> http>=1
  http 2.1
  http 2.0
  http 1.0
`;

function notes(advice: Advice): string[] {
  return advice.notes.map(({ message }) => message);
}

test("chooses the newest stack and says who requires what", async () => {
  const world = await adviceWorld({ indexes: { pypi: web } });
  const advice = await ask(world, `[packages]\nweb = "*"`);
  assert.equal(pins(advice), "http 2.1, web 2.0");
  assert.deepEqual(solved(advice).packages["http"], {
    version: "2.1",
    index: "pypi",
    direct: false,
    sections: ["default"],
    extras: [],
    required_by: [{ by: "web", by_version: "2.0", requirement: "http>=2" }],
  });
});

test("keeps a lock that is already best, byte for byte and whatever its layout", async () => {
  const world = await adviceWorld({ indexes: { pypi: web } });
  const first = solved(await ask(world, `[packages]\nweb = "*"`));
  const lock = JSON.stringify(JSON.parse(first.lock), null, 2);
  const again = await ask(world, `[packages]\nweb = "*"`, { lock });
  assert.equal(solved(again).lock, lock);
  assert.deepEqual(solved(again).changes, []);
  assert.ok(notes(again).includes("The lock is already the best that was found"));
});

test("writes a lock anew when the manifest has changed, though no release does", async () => {
  const world = await adviceWorld({ indexes: { pypi: web } });
  const { lock } = solved(await ask(world, `[packages]\nweb = "*"`));
  const again = solved(await ask(world, `[packages]\nweb = ">=2"`, { lock }));
  assert.deepEqual(again.changes, []);
  assert.notEqual(again.lock, lock);
});

test("divides a stack into sections, and lets the entry of `default` stand in the others", async () => {
  const world = await adviceWorld({
    indexes: { pypi: `${web}\ntest-tool 1.0 -> http, report\nreport 1.0\ndocs-tool 1.0 -> report` },
  });
  const sections = `
    [packages]
    web = "*"
    [dev-packages]
    test-tool = "*"
    [docs]
    docs-tool = "*"`;
  const { packages, lock } = solved(await ask(world, sections));
  const told = Object.entries(packages).map(([name, pin]) => `${name}: ${pin.sections.join(" ")}`);
  assert.deepEqual(told, [
    "docs-tool: docs",
    "http: default develop",
    "report: develop docs",
    "test-tool: develop",
    "web: default",
  ]);
  const written = JSON.parse(lock) as Record<string, Record<string, unknown>>;
  assert.deepEqual(written["develop"]!["http"], written["default"]!["http"]);
});

test("explains why there is no stack, down to the user's lines", async () => {
  const world = await adviceWorld({ indexes: { pypi: `${web}\nold 1.0 -> http<2` } });
  const { outcome } = await ask(world, `[packages]\nweb = ">=2"\nold = "*"`);
  assert.equal(outcome.kind, "unsolvable");
  assert.deepEqual(
    outcome.requirements.map(({ line, text }) => `${line} ${text}`),
    ['7 web = ">=2"', '8 old = "*"'],
  );
  assert.match(sayConflictLine(outcome.explanation.at(-1)!), /^`Pipfile:[78]` asks for `/);
});

test("tells the cheapest ways to a stack, with what each gives", async () => {
  const world = await adviceWorld({ indexes: { pypi: `${web}\nold 1.0 -> http<2` } });
  const { outcome } = await ask(world, `[packages]\nweb = ">=2"\nold = "*"`);
  assert.equal(outcome.kind, "unsolvable");
  assert.equal(
    sayRelaxations(outcome.relaxations),
    "allow `web 1.0` (`Pipfile:7` asks for `>=2`), or leave out `old` (`Pipfile:8`)",
  );
});

test("without time to explain no way to a stack is looked for", async () => {
  const world = await adviceWorld({ indexes: { pypi: web }, explainWithin: 0 });
  const { outcome } = await ask(world, `[packages]\nweb = ">=99"`);
  assert.equal(outcome.kind, "unsolvable");
  assert.deepEqual(outcome.relaxations, []);
});

test("tells what a snapshot lacks from what no index has", async () => {
  const world = await adviceWorld({ indexes: { pypi: "? web 3.0", corp: "http 1.0" } });
  const absent = await ask(world, `[packages]\nnowhere = "*"`);
  const outside = await ask(world, `[packages]\nweb = "*"`);
  const explain = ({ outcome }: Advice) =>
    outcome.kind === "unsolvable" ? sayConflictLine(outcome.explanation[0]!) : outcome.kind;
  assert.equal(explain(absent), "`nowhere` is on none of the indexes `pypi`, `corp`");
  assert.equal(explain(outside), "`web` has no release on the index `pypi` that can be chosen here");
});

test("takes a package from the index that its entry names, and only from there", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 3.0", corp: "web 2.0" } });
  assert.equal(pins(await ask(world, `[packages]\nweb = {version = "*", index = "corp"}`)), "web 2.0");
  assert.equal(pins(await ask(world, `[packages]\nweb = "*"`)), "web 3.0");
});

test("says so when the same release comes from another index", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 2.0", corp: "web 2.0" } });
  const { lock } = solved(await ask(world, `[packages]\nweb = "*"`));
  const moved = await ask(world, `[packages]\nweb = {version = "*", index = "corp"}`, { lock });
  const { kind, because, index } = changeOf(moved, "web");
  assert.deepEqual(
    { kind, because, index },
    { kind: "moved", because: { kind: "index", from: "pypi", to: "corp" }, index: "corp" },
  );
});

test("allows pre-releases where the type, the manifest or a setting does", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 2.0rc1\nweb 1.0" } });
  const manifest = `[packages]\nweb = "*"`;
  assert.equal(pins(await ask(world, manifest)), "web 1.0");
  assert.equal(pins(await ask(world, manifest, { type: "testing" })), "web 2.0rc1");
  assert.equal(pins(await ask(world, manifest, { allowPrereleases: ["web"] })), "web 2.0rc1");
  assert.equal(pins(await ask(world, `${manifest}\n[pipenv]\nallow_prereleases = true`)), "web 2.0rc1");
  assert.equal(pins(await ask(world, `${manifest}\n[thoth.allow_prereleases]\nweb = true`)), "web 2.0rc1");
});

test("proposes `.thoth.yaml` for a `[thoth]` table, which a current Pipenv refuses", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 1.0" } });
  const table = `[thoth]\ndisable_index_adjustment = true\n[thoth.allow_prereleases]\nweb = true`;
  const advice = await ask(world, `[packages]\nweb = "*"\n${table}`);
  assert.deepEqual(
    notes(advice)[0],
    [
      "A current Pipenv refuses `Pipfile` for its table `[thoth]`: write `disable_index_adjustment: true`, ",
      "`allow_prereleases: {web: true}` in `.thoth.yaml` instead",
    ].join(""),
  );
});

test("locks an entry whose condition is false here, and nothing that it requires", async () => {
  const world = await adviceWorld({
    indexes: {
      pypi: `${web}\nwinapi 3.0 (wheel cp38-cp38-win_amd64) -> http>=9\nwinapi 2.0 (wheel cp38-cp38-win_amd64)`,
    },
  });
  const advice = await ask(world, `[packages]\nweb = "*"\nwinapi = {version = "*", sys_platform = "== 'win32'"}`);
  assert.equal(pins(advice), "http 2.1, web 2.0, winapi 3.0");
  const entry = (JSON.parse(solved(advice).lock) as { default: Record<string, { markers?: string }> }).default[
    "winapi"
  ];
  assert.match(entry!.markers!, /sys_platform == 'win32'/);
  assert.equal(changeOf(advice, "winapi").because.kind, "required");
});

test("keeps the locked release of an entry whose condition is false while its line admits it", async () => {
  const world = await adviceWorld({ indexes: { pypi: "winapi 3.0\nwinapi 2.0" } });
  const line = (specifier: string) => `[packages]\nwinapi = {version = "${specifier}", sys_platform = "== 'win32'"}`;
  const { lock } = solved(await ask(world, line("==2.0")));
  assert.equal(pins(await ask(world, line("*"), { lock })), "winapi 2.0");
  const moved = await ask(world, line(">2.0"), { lock });
  assert.equal(changeOf(moved, "winapi").because.kind, "demanded");
});

test("passes an entry from a repository through, with what the old lock has for it", async () => {
  const world = await adviceWorld({ indexes: { pypi: `${web}\naide 2.0\naide 1.0\nuser 1.0 -> mine` } });
  const sections = `[packages]\nweb = "*"\nuser = "*"\nmine = {git = "https://git.example/mine.git", ref = "main"}`;
  const { lock: fresh } = solved(await ask(world, sections));
  const parsed = JSON.parse(fresh) as { default: Record<string, unknown> };
  assert.deepEqual(parsed.default["mine"], { git: "https://git.example/mine.git", ref: "main" });
  assert.equal(parsed.default["aide"], undefined);
  const hashes = [`sha256:${"a".repeat(64)}`];
  const lock = JSON.stringify({ ...parsed, default: { ...parsed.default, aide: { hashes, version: "==1.0" } } });
  const advice = await ask(world, sections, { lock });
  assert.equal(pins(advice), "aide 1.0, http 2.1, user 1.0, web 2.0");
  assert.ok(notes(advice).includes("Kept as locked, because an entry that is not from an index may need it: `aide`"));
});

test("reports a locked release that was yanked since, and may keep it", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 2.0 (yanked broken build)\nweb 1.0" } });
  const { lock } = solved(await ask(world, `[packages]\nweb = "==2.0"`));
  const advice = await ask(world, `[packages]\nweb = "*"`, { lock });
  assert.ok(notes(advice).includes("`web 2.0`, which is locked, was yanked: broken build"));
});

test("lists advisories before and after, or says that nothing was judged", async () => {
  const advisories = "http<2.0 high";
  const world = await adviceWorld({ indexes: { pypi: web }, advisories });
  const { lock } = solved(await ask(world, `[packages]\nweb = "==1.0"\nhttp = "==1.0"`));
  const advice = await ask(world, `[packages]\nweb = "*"`, { lock });
  assert.ok(advice.advisories.judged);
  assert.deepEqual(
    advice.advisories.before.map(({ id, package: name, fixed_in }) => `${id} ${name} ${fixed_in}`),
    ["ADV-1 http 2.0"],
  );
  assert.deepEqual(advice.advisories.after, []);
  assert.deepEqual(
    advice.data.map(({ kind, as_of }) => `${kind} ${as_of}`),
    ["snapshot 2026-11-24T00:00:00+00:00", "advisories 2026-11-01", "rules 2026-11-24"],
  );
  const blind = await ask(await adviceWorld({ indexes: { pypi: web } }), `[packages]\nweb = "*"`);
  assert.deepEqual(blind.advisories, { judged: false, reason: "no advisories are installed" });
});

test("tells its stages in order", async () => {
  const world = await adviceWorld({ indexes: { pypi: web } });
  const stages: string[] = [];
  const services = { ...world.services, progress: ({ stage }: { readonly stage: string }) => stages.push(stage) };
  await ask({ ...world, services }, `[packages]\nweb = "*"`);
  assert.deepEqual(stages, ["reading", "resolving", "verifying", "explaining", "done"]);
});

test("follows extras, and locks what only they need", async () => {
  const index = `
    web 2.0 -> http; extra == "net", log
    http 1.0
    log 1.0
    cli 1.0 -> web[net]`;
  const world = await adviceWorld({ indexes: { pypi: index } });
  assert.equal(pins(await ask(world, `[packages]\nweb = "*"`)), "log 1.0, web 2.0");
  assert.equal(
    pins(await ask(world, `[packages]\nweb = {version = "*", extras = ["net"]}`)),
    "http 1.0, log 1.0, web 2.0",
  );
  const advice = await ask(world, `[packages]\nweb = "*"\n[dev-packages]\ncli = "*"`);
  const { packages } = solved(advice);
  assert.deepEqual([packages["http"]!.sections, packages["web"]!.sections], [["develop"], ["default", "develop"]]);
});
