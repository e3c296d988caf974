/** `thoth prescriptions check`, `test`, `show` and `explain`, through the launcher. */

import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import { type Ended, root, run } from "../support/command.ts";
import { temporaryFolder } from "../support/repository.ts";

const thoth = (cwd: string, ...args: readonly string[]): Promise<Ended> =>
  run(join(root, "bin/thoth.mjs"), ["prescriptions", ...args], { cwd });

function folderOf(context: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(context);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const sieve = (name: string, more = "") => `units:
  sieves:
    - name: ${name}
      type: sieve
      should_include: {adviser_pipeline: true}
      match: {package_version: {name: demo, version: "==2.0"}}${more}
`;
const cases = (expect: string, name = "demo") => `cases:
  - id: Two
    checks:
      - id: that-release
        input: {candidates: [{name: ${name}, version: "2.0"}, {name: ${name}, version: "1.0"}]}
        expect: ${expect}
`;

test("the rules that ship are right, and do what their cases say", async () => {
  const checked = await thoth(root, "check", "prescriptions", "--strict");
  assert.deepEqual([checked.code, checked.stdout], [0, ""]);
  assert.match(checked.stderr, /^prescriptions: read \d+ rules in \d+ files\n$/);
  const tested = await thoth(root, "test", "prescriptions");
  assert.deepEqual([tested.code, tested.stdout], [0, ""]);
  assert.match(tested.stderr, /^prescriptions: ran \d+ checks on \d+ rules, all right\n$/);
});

test("every complaint is told with its place, whatever else is wrong", async (t) => {
  const folder = folderOf(t, {
    "rules/a.yaml": sieve("A"),
    "rules/b.yaml": sieve("B", "\n      mach: 1"),
    "rules/c.yaml": sieve("A"),
    "rules/c.test.yaml": "neither rules nor read as such",
    "more/d.yaml": sieve("A"),
  });
  const { code, stdout, stderr } = await thoth(folder, "check", "rules", "more/");
  assert.equal(code, 1);
  assert.equal(
    stdout,
    `rules/b.yaml:7:7: unit \`B\`: unknown key \`mach\`
rules/c.yaml:3:13: the unit \`UNKNOWN.A\` already stands in a.yaml
more/d.yaml:3:13: the unit \`UNKNOWN.A\` already stands in rules/a.yaml
`,
  );
  assert.equal(
    stderr,
    "rules: read 1 rule in 1 file, and left out 2 files\nmore/: read 0 rules in 0 files, and left out 1 file\n",
  );
});

test("strictly, the first complaint ends it", async (t) => {
  const folder = folderOf(t, { "rules/a.yaml": sieve("A", "\n      mach: 1"), "rules/b.yaml": "[" });
  const { code, stdout, stderr } = await thoth(folder, "check", "rules", "--strict");
  assert.deepEqual([code, stdout], [1, ""]);
  assert.equal(stderr, "error: rules/a.yaml:7:7: unit `A`: unknown key `mach`\n");
});

for (const command of ["check", "test"])
  test(`${command} of a folder without rules is no success, whatever else is right`, async (t) => {
    const folder = folderOf(t, { "rules/a.yaml": sieve("A"), "empty/notes.txt": "nothing" });
    const { code, stderr } = await thoth(folder, command, "rules", "empty");
    assert.equal(code, 1);
    assert.match(stderr, /^empty: there is no rule in it$/m);
    assert.doesNotMatch(stderr, /empty: r/);
    const file = await thoth(folder, command, "rules/a.yaml");
    assert.deepEqual([file.code, file.stdout], [1, ""]);
    assert.match(file.stderr, /^error: rules\/a\.yaml is a file, and no folder of rules\nhint: name the folder /);
  });

test("complaints are there for programs too", async (t) => {
  const folder = folderOf(t, { "a.yaml": sieve("A"), "b.yaml": "units: 1" });
  const { code, stdout } = await thoth(folder, "check", ".", "--json");
  assert.equal(code, 1);
  const { folders } = JSON.parse(stdout) as { folders: Record<string, unknown>[] };
  const { digest, ...rest } = folders[0]!;
  assert.match(String(digest), /^[0-9a-f]{64}$/);
  assert.deepEqual(rest, {
    folder: ".",
    files: 1,
    units: 1,
    release: "UNKNOWN",
    rejected: [
      {
        path: "b.yaml",
        complaints: [{ code: "INVALID_RULE", message: "b.yaml:1:8: `units` must be a mapping, not the number 1" }],
      },
    ],
  });
});

test("a check with another answer is told with what was expected and what came", async (t) => {
  const folder = folderOf(t, {
    "good.yaml": sieve("Good"),
    "good.test.yaml": cases('{kept: [{version: "1.0", name: demo}]}'),
    "bad.yaml": sieve("Bad"),
    "bad.test.yaml": cases("{included: true, kept: [], score: 1}"),
    "bare.yaml": sieve("Bare"),
    "lonely.test.yaml": cases("{matched: true}"),
    "empty.yaml": sieve("Empty"),
    "empty.test.yaml": cases("{}"),
    "typo.yaml": sieve("Typo"),
    "typo.test.yaml": cases("{keptt: []}"),
    "wrong.yaml": sieve("Wrong"),
    "wrong.test.yaml": cases("{kept: []}").replace(/candidates: .*}]/, "candidates: 1"),
    "name.yaml": sieve("Name"),
    "name.test.yaml": cases("{matched: true}", "'-'"),
  });
  const { code, stdout, stderr } = await thoth(folder, "test", ".");
  assert.equal(code, 1);
  assert.equal(
    stdout,
    `bad.test.yaml:4:9: case \`Two\`, check \`that-release\`
  kept: expected []
        but got  [{"name":"demo","version":"1.0"}]
  score: expected 1
         but got  nothing
empty.test.yaml:4:9: case \`Two\`, check \`that-release\` expects nothing: write under \`expect\` what the answer must be
lonely.test.yaml: there are no rules beside it, in a file without \`.test\`
name.test.yaml:4:9: case \`Two\`, check \`that-release\`: \`-\` is not a name: it takes letters, digits and inner \`.\`, \`_\` or \`-\`
typo.test.yaml:6:18: check \`that-release\`: unknown key \`expect.keptt\`
wrong.test.yaml:5:29: check \`that-release\`: \`input.candidates\` must be a list, not the number 1
`,
  );
  assert.equal(stderr, "bare.yaml: has no cases beside it\n.: ran 6 checks on 7 rules, 6 not\n");
});

test("rules that cannot be read fail their cases", async (t) => {
  const folder = folderOf(t, { "a.yaml": "units: 1", "a.test.yaml": cases("{included: true}") });
  const { code, stdout } = await thoth(folder, "test", ".", "--json");
  assert.equal(code, 1);
  const { folders } = JSON.parse(stdout) as { folders: { failures: { message: string }[] }[] };
  assert.deepEqual(
    folders[0]!.failures.map(({ message }) => message),
    ["a.yaml:1:8: `units` must be a mapping, not the number 1", "a.test.yaml:4:9: case `Two`, check `that-release`"],
  );
});

const pillow = `  thoth.PillowNumpyArrays, a step in pillow/numpy-arrays.yaml of prescriptions
    refuses pillow==8.3.0 beside numpy: Pillow 8.3.0 raises a TypeError when NumPy turns an image into an array
      https://github.com/python-pillow/Pillow/issues/5571
`;

test("the rules about a package are shown without a project", async (t) => {
  const folder = folderOf(t, { ".thoth.yaml": "runtime_environments: [{name: web, python_version: '3.9'}]\n" });
  for (const name of ["pillow==8.3.0", "Pillow"]) {
    const { code, stdout, stderr } = await thoth(folder, "show", "--package", name);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, `web (stable, Python 3.9):\n${pillow}`);
    assert.equal(stderr, "web: looked at without files: there is no project here\n");
  }
  const other = await thoth(folder, "show", "--package", "pillow==9.0");
  assert.equal(other.stdout, "web (stable, Python 3.9): no rule has anything to say\n");
});

test("what rules would do to a lock is told for each environment", async (t) => {
  const folder = temporaryFolder(t);
  cpSync(join(root, "examples/two-environments"), folder, { recursive: true });
  const { code, stdout, stderr } = await thoth(folder, "explain", "--json");
  assert.equal(code, 0, stderr);
  const { environments } = JSON.parse(stdout) as {
    environments: { environment: string; rules: { rule: string; effects: { does: string }[] }[] }[];
  };
  assert.deepEqual(
    environments.map(({ environment }) => environment),
    ["inference", "training"],
  );
  const training = environments[1]!.rules.find(({ rule }) => rule === "thoth.TensorFlow25OnCuda111");
  assert.deepEqual(
    training?.effects.map(({ does }) => does),
    ["scores 0.9 for tensorflow==2.11.0"],
  );
  const only = await thoth(folder, "show", "--environment", "training", "--package", "tensorflow");
  assert.match(only.stdout, /^training .*\n(?:.*\n)*? {4}scores 0\.9 for tensorflow==2\.11\.0: /);
});

test("a rule is explained by its name", async (t) => {
  const lock = JSON.stringify({
    _meta: { hash: { sha256: "" }, "pipfile-spec": 6, requires: {}, sources: [] },
    default: { numpy: { version: "==1.21.0" }, pillow: { version: "==8.3.0" } },
    develop: {},
  });
  const folder = folderOf(t, {
    Pipfile: '[packages]\npillow = "*"\n\n[requires]\npython_version = "3.8"\n',
    "Pipfile.lock": lock,
  });
  const { code, stdout, stderr } = await thoth(folder, "explain", "thoth.PillowNumpyArrays");
  assert.equal(code, 0, stderr);
  const effects = pillow.split("\n").slice(1).join("\n");
  assert.equal(stdout, `default (stable, Python 3.8): takes part\n${pillow}  to what is locked:\n${effects}`);
});

test("a rule is explained though it does nothing here, and what is wrong with rules is told beside it", async (t) => {
  const folder = folderOf(t, {
    ".thoth.yaml": `prescriptions:
  files: [meta.yaml, gone.yaml]
  off: [{rule: UNKNOWN.Off, reason: because, expires: "2099-01-01"}]
`,
    "meta.yaml": `units:
  sieves:
    - {name: Off, type: sieve, should_include: {adviser_pipeline: true}, match: {package_version: {name: demo}}}
  wraps:
    - name: Pair
      type: wrap
      should_include: {adviser_pipeline: true, labels: {team: web}}
      match: {state: {resolved_dependencies: [{name: demo, version: "<2"}, {name: other}]}}
      run:
        justification: [{type: INFO, message: hello, link: "https://a.example https://b.example"}]
        advised_manifest_changes:
          apiVersion: apps/v1
          kind: Deployment
          patch: [{op: add, path: /spec/x, value: {name: OMP, value: "1"}}, {op: move, from: /a, path: /b}]
`,
  });
  const said = "`prescriptions.files` names `gone.yaml`, and there is no such file";
  const talk = `${said}\ndefault: looked at without files: there is no project here\n`;
  const pair = await thoth(folder, "explain", "UNKNOWN.Pair");
  assert.deepEqual([pair.code, pair.stderr], [0, talk]);
  assert.equal(
    pair.stdout,
    `default (stable, Python 3.12): takes no part: \`labels: {"team":"web"}\` does not hold here
  UNKNOWN.Pair, a wrap in meta.yaml of own rules
    notes (info) on demo<2 beside other, and advises to change Deployment: hello
      https://a.example
      https://b.example
      in a Deployment of apps/v1, add at /spec/x: {"name":"OMP","value":"1"}
      in a Deployment of apps/v1, move /a to /b
`,
  );
  const off = await thoth(folder, "explain", "UNKNOWN.Off");
  const [heading] = off.stdout.split("\n");
  assert.equal(
    heading,
    "default (stable, Python 3.12): takes no part: it is switched off until 2099-01-01 (.thoth.yaml:3:9): because",
  );
  const json = await thoth(folder, "explain", "UNKNOWN.Off", "--json");
  const { remarks, environments } = JSON.parse(json.stdout) as Record<string, Record<string, unknown>[]>;
  assert.deepEqual(remarks, [said]);
  assert.deepEqual(
    environments!.map(({ takes_part: takesPart, absence }) => [takesPart, absence]),
    [[false, { kind: "switched off", until: "2099-01-01", reason: "because", place: ".thoth.yaml:3:9" }]],
  );
  const nobody = await thoth(folder, "explain", "UNKNOWN.Nobody");
  assert.equal(nobody.code, 1);
  assert.ok(nobody.stderr.startsWith(`${said}\nerror: there is no rule \`UNKNOWN.Nobody\``), nobody.stderr);
});

test("a rule that ships says of what it speaks, where that is not locked", async (t) => {
  const folder = folderOf(t, {
    Pipfile: '[packages]\ndemo = "*"\n',
    "Pipfile.lock": JSON.stringify({
      _meta: { hash: { sha256: "" }, "pipfile-spec": 6, requires: {}, sources: [] },
      default: { tensorflow: { version: "==2.0.0" } },
      develop: {},
    }),
  });
  const { stdout } = await thoth(folder, "explain", "thoth.TensorFlowCpuBuild");
  assert.match(stdout, /^ {4}notes \(info\) on tensorflow>=2\.1: .+\n {6}https:/m);
  assert.match(
    stdout,
    /^ {2}to what is locked, nothing:\n {4}it speaks of `tensorflow>=2\.1`, and `tensorflow 2\.0\.0` is locked$/m,
  );
});

for (const [what, args, error] of [
  ["a rule that nobody has", ["explain", "thoth.Nobody"], "error: there is no rule `thoth.Nobody`"],
  ["a package that is none", ["show", "--package", "a>=1"], "error: `a>=1` is no package"],
  ["an environment that is not there", ["show", "--environment", "nowhere"], "error: "],
  ["a folder that is not there", ["check", "nowhere"], "error: nowhere: cannot be read"],
] as const)
  test(`${what} ends with one sentence`, async (t) => {
    const { code, stderr } = await thoth(temporaryFolder(t), ...args);
    assert.equal(code, 1);
    assert.ok(stderr.startsWith(error), stderr);
  });
