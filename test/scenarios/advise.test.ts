/** `thoth advise` on folders, through its launcher. */

import assert from "node:assert/strict";
import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import type { ProjectReport } from "../../src/cli/index.ts";
import { type Ended, root, run, runMain } from "../support/command.ts";
import { temporaryFolder } from "../support/repository.ts";

const thoth = (...args: readonly string[]): Promise<Ended> => run(join(root, "bin/thoth.mjs"), args);
const report = ({ stdout }: Ended) => JSON.parse(stdout) as ProjectReport;

function folderOf(context: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(context);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const flask = '[packages]\nflask = "*"\n\n[requires]\npython_version = "3.8"\n';

test("writes locks into the folder only when asked to", async (t) => {
  const folder = temporaryFolder(t);
  cpSync(join(root, "examples/two-environments"), folder, { recursive: true });
  const lock = join(folder, "overlays/inference/Pipfile.lock");
  const old = readFileSync(lock, "utf8");
  assert.equal((await thoth("advise", folder)).code, 0);
  assert.equal(readFileSync(lock, "utf8"), old);
  const written = await thoth("advise", folder, "--write");
  assert.equal(written.code, 0, written.stderr);
  assert.match(written.stderr, /^wrote overlays\/inference\/Pipfile\.lock$/m);
  assert.match(readFileSync(lock, "utf8"), /"tensorflow": \{[^}]*"version": "==2\.13\.1"/);
  const again = await thoth("advise", folder, "--write", "--json");
  assert.deepEqual(
    report(again).environments.map(({ changes }) => changes.length),
    [0, 0],
  );
});

test("a folder without configuration is one environment with the Python of its manifest", async (t) => {
  const ended = await thoth("advise", folderOf(t, { Pipfile: flask }), "--json");
  assert.equal(ended.code, 0, ended.stderr);
  const [only, ...more] = report(ended).environments;
  assert.deepEqual(more, []);
  assert.deepEqual([only?.name, only?.recommendation_type, only?.lock_path], ["default", "stable", "Pipfile.lock"]);
  assert.equal(only?.packages["flask"], "3.0.3");
  assert.deepEqual([...new Set(only?.changes.map((change) => change.from))], [null]);
});

test("what cannot hold together is explained down to the user's own line", async (t) => {
  const manifest = flask.replace('flask = "*"', 'flask = "==3.0.3"\nwerkzeug = "<3"');
  const ended = await thoth("advise", folderOf(t, { Pipfile: manifest }));
  assert.equal(ended.code, 1);
  assert.match(ended.stdout, /flask` 3\.0\.3 requires `werkzeug>=3/);
  assert.match(ended.stdout, /Pipfile:3/);
  assert.match(ended.stdout, /Hint: allow `flask 2\.3\.3` \(`Pipfile:2` asks for `==3\.0\.3`\), or allow `werkzeug 3/);
});

test("the price of a bound is what would be better without it, as text and as JSON", async (t) => {
  const folder = folderOf(t, { Pipfile: flask.replace("*", "<2.3") });
  const text = await thoth("advise", folder, "--price", "Flask");
  assert.equal(text.code, 0, text.stderr);
  assert.equal(
    text.stdout,
    `\`Pipfile:2\` asks for \`flask = "<2.3"\`
  Better by severe advisories without the bounds: \`werkzeug\` \`2.3.7\` → \`3.0.6\`
  Better by other advisories without the bounds: \`flask\` \`2.2.3\` → \`3.0.3\`
  Better by freshness without the bounds: \`flask\` \`2.2.3\` → \`3.0.3\` and \`werkzeug\` \`2.3.7\` → \`3.0.6\`
`,
  );
  const { stdout } = await thoth("advise", folder, "--price", "flask", "--json");
  const { environments } = JSON.parse(stdout) as { readonly environments: readonly { readonly lines: unknown }[] };
  assert.equal(environments.length, 1);
});

test("the recommendation types are compared on request, as text and as JSON", async (t) => {
  const folder = folderOf(t, { Pipfile: flask });
  const text = await thoth("advise", folder, "--compare-types");
  assert.equal(text.code, 0, text.stderr);
  assert.match(text.stdout, /^stable .* what is advised here$/m);
  const { stdout } = await thoth("advise", folder, "--compare-types", "--json");
  const { environments } = JSON.parse(stdout) as {
    readonly environments: readonly { readonly types: readonly { readonly recommendation_type: string }[] }[];
  };
  assert.deepEqual(
    environments[0]!.types.map((each) => each.recommendation_type),
    ["latest", "stable", "testing", "performance", "security"],
  );
  const none = await thoth("advise", folderOf(t, { Pipfile: flask.replace("*", ">=99") }), "--compare-types");
  assert.equal(none.code, 1);
  assert.match(none.stdout, /^error: no stack satisfies all lines for `default`, so there is nothing to compare/);
});

test("a package without bounds has no price", async (t) => {
  const ended = await thoth("advise", folderOf(t, { Pipfile: flask }), "--price", "flask", "--json");
  assert.equal(ended.code, 1);
  assert.equal((JSON.parse(ended.stdout) as { readonly error: { readonly code: string } }).error.code, "NO_BOUNDS");
});

test("lines that contradict each other have no price", async (t) => {
  const manifest = flask.replace("*", ">=99");
  const ended = await thoth("advise", folderOf(t, { Pipfile: manifest }), "--price", "flask");
  assert.equal(ended.code, 1);
  assert.match(ended.stdout, /^error: no stack satisfies all lines for `default`/);
});

test("a package that the shipped data does not hold is outside of it, not missing from the world", async (t) => {
  const ended = await thoth("advise", folderOf(t, { Pipfile: flask.replace("flask", "django") }), "--json");
  assert.equal(ended.code, 1);
  const [only] = report(ended).environments;
  assert.match(only!.error!.message, /`?django`? is not in/);
});

const broken: readonly {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly says: RegExp;
}[] = [
  { what: "no manifest", files: { "README.md": "" }, says: /Pipfile/ },
  {
    what: "an unknown key",
    files: { ".thoth.yaml": "runtime_environments:\n  - name: a\n    pyton_version: '3.8'\n", Pipfile: flask },
    says: /^error: \.thoth\.yaml:3:5: .*pyton_version/m,
  },
  {
    what: "YAML that is none",
    files: { ".thoth.yaml": "a: [\n", Pipfile: flask },
    says: /^error: \.thoth\.yaml:\d+:\d+: /,
  },
  {
    what: "an overlay outside",
    files: { ".thoth.yaml": "overlays_dir: ../..\nruntime_environments:\n  - name: a\n", Pipfile: flask },
    says: /\.thoth\.yaml:1:\d+: .*\.\.\/\.\./,
  },
];

for (const { what, files, says } of broken) {
  test(`${what} is one sentence and exit code 1`, async (t) => {
    const ended = await runMain("cli", ["advise", folderOf(t, files)]);
    assert.equal(ended.code, 1, ended.stdout);
    assert.match(ended.stderr, says);
    assert.doesNotMatch(ended.stderr, /^\s+at /m);
  });
}

test("a manifest that links out of the folder is not read", async (t) => {
  const folder = folderOf(t, { ".thoth.yaml": "runtime_environments:\n  - name: a\n" });
  symlinkSync("/etc/hostname", join(folder, "Pipfile"));
  const ended = await thoth("advise", folder);
  assert.equal(ended.code, 1);
  assert.match(ended.stdout + ended.stderr, /Pipfile: leads out of the project/);
});

test("`npm start` names the missing credentials and the demo, exit code 2", async () => {
  const ended = await runMain("app", [], { environment: { APP_ID: "1" } });
  assert.equal(ended.code, 2);
  assert.doesNotMatch(ended.stderr, /APP_ID/);
  for (const word of ["PRIVATE_KEY", "WEBHOOK_SECRET", "npm run demo"]) assert.ok(ended.stderr.includes(word), word);
});

test("the conformance door answers line by line, in order", async () => {
  const lines = ['{"op":"version","text":"1.0.ALPHA1"}', '{"op":"compare","a":"1.0","b":"1.0.0"}', "nonsense"];
  const ended = await runMain("conformance", ["standards"], { input: `${lines.join("\n")}\n` });
  assert.equal(ended.code, 0, ended.stderr);
  const answers = ended.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { result?: unknown; error?: string });
  assert.deepEqual(
    answers.map(({ result }) => result),
    ["1.0a1", 0, undefined],
  );
  assert.equal(typeof answers[2]?.error, "string");
});

test("a bad scenario costs no other its answer, and levels are chosen by name", async (t) => {
  const universe = { a: { 1: {}, 2: {} } };
  const scenarios = [
    { id: "markers", packages: universe, root: { requires: ["a; python_version < '3'", "a<2; python_version > '3'"] } },
    { id: "bad", packages: universe, root: { requires: ["((("] } },
    { id: "other", level: "environment", packages: universe, root: { requires: ["a"] } },
    { id: "constraint", packages: universe, root: { requires: ["a"] }, constraints: ["a<2; python_version < '3'"] },
  ];
  const folder = folderOf(t, { "universe.json": JSON.stringify({ format: "universe/1", scenarios }) });
  const ended = await runMain("conformance", ["universe", join(folder, "universe.json"), "--level", "plain"]);
  assert.equal(ended.code, 0, ended.stderr);
  const answers = ended.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { packages?: object; error?: string; skipped?: string });
  assert.deepEqual(answers[0]?.packages, { a: "1" });
  assert.match(answers[1]?.error ?? "", /`\(\(\(`/);
  assert.match(answers[2]?.skipped ?? "", /environment/);
  assert.deepEqual(answers[3]?.packages, { a: "2" });
  const missing = await runMain("conformance", ["universe", join(folder, "missing.json")]);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /^error: .*missing\.json/);
});

test("the conformance door resolves sets of requirements on a snapshot", async (t) => {
  const set = { python: "3.8", platform: "x86_64-manylinux_2_28", requirements: ["flask<3"] };
  const document = {
    format: "sets/1",
    sets: [
      { ...set, id: "old" },
      { ...set, id: "other" },
    ],
  };
  const folder = folderOf(t, { "sets.json": JSON.stringify(document) });
  copyFileSync(join(root, "data/example-index/pypi.json.gz"), join(folder, "index-snapshot.json.gz"));
  const ask = (...more: readonly string[]) =>
    runMain("conformance", ["snapshot", folder, "--sets", join(folder, "sets.json"), ...more], {
      environment: { XDG_CACHE_HOME: folder },
    });
  const ended = await ask("--set", "other", "--objective", "latest", "--repeat", "2");
  assert.equal(ended.code, 0, ended.stderr);
  const answer = JSON.parse(ended.stdout) as { set: string; pins: Record<string, string>; proved: boolean };
  assert.deepEqual([answer.set, answer.pins["flask"], answer.proved], ["other", "2.3.3", true]);
  const refused = await ask("--set", "none");
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^error: .*there is no set `none`; there are `old`, `other`/);
});
