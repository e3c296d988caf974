/** What `thoth prescriptions explain` says of one rule: why it takes no part, what it does here, and the same for programs. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Output, runExplainRule } from "../../../src/cli/index.ts";
import { adviceWorld, signal } from "../../support/advice-world.ts";

const { services } = await adviceWorld({ indexes: { pypi: "demo 2.0" }, units: [] });

const told = '{type: ERROR, message: hello, link: "https://a.example https://b.example"}';
const patch = "{op: remove, path: /x}";
const rules = `units:
  boots:
    - {name: Boot, type: boot, should_include: {adviser_pipeline: true}, match: {package_name: demo}, run: {not_acceptable: hello, stack_info: [${told}]}}
    - {name: Absent, type: boot, should_include: {adviser_pipeline: true}, match: {package_name: other}, run: {not_acceptable: hello}}
  wraps:
    - name: Wrap
      type: wrap
      should_include: {adviser_pipeline: true}
      run: {justification: [${told}], advised_manifest_changes: {apiVersion: v1, kind: Pod, patch: ${patch}}}
`;

const files: Readonly<Record<string, string>> = {
  ".thoth.yaml": "prescriptions: {files: [rules.yaml]}\n",
  "rules.yaml": rules,
  Pipfile: '[packages]\ndemo = "*"\n',
};

async function explain(rule: string, text = rules, json = false): Promise<string> {
  let written = "";
  const output: Output = { data: (more) => (written += more), say: assert.fail, width: 80, colours: false };
  const read = (path: string) => Promise.resolve({ ...files, "rules.yaml": text }[path]);
  const options = { name: `UNKNOWN.${rule}`, environment: undefined, json };
  assert.equal(await runExplainRule({ read }, options, services, output, signal), 0);
  return written;
}

for (const [include, why] of [
  ["dependency_monkey_pipeline: true", "it is for experiments (the dependency-monkey pipeline) only"],
  ["times: 1", "it is for no run: neither `adviser_pipeline` nor `dependency_monkey_pipeline` is true"],
  ["adviser_pipeline: true, times: 0", "`times: 0` does not hold here"],
  [
    "adviser_pipeline: true, library_usage: {flask: [flask.Flask]}",
    'it asks for `library_usage: {"flask":["flask.Flask"]}`, and the code is not looked into here',
  ],
  [
    "adviser_pipeline: true, runtime_environments: {rpm_packages: {not: [{package_name: gcc}]}}",
    'it asks for `runtime_environments.rpm_packages: {"not":[{"package_name":"gcc"}]}`, and of the image that is not known',
  ],
  [
    "adviser_pipeline: true, runtime_environments: {mkl_version: '>1'}",
    'it asks for `runtime_environments.mkl_version: ">1"`, and the environment says nothing of that',
  ],
  ["adviser_pipeline: true, dependencies: {boots: [UNKNOWN.Monkey]}", "it needs `UNKNOWN.Monkey`, which takes no part"],
  ["adviser_pipeline: true, dependencies: {steps: [acme.No]}", "it needs the step `acme.No`, which is not there"],
  [
    "adviser_pipeline: true, dependencies: {steps: [UNKNOWN.Monkey]}",
    "it needs a step `UNKNOWN.Monkey`, and that is a boot",
  ],
  ["adviser_pipeline: true, dependencies: {boots: [UNKNOWN.One]}", "it needs itself"],
  ["adviser_pipeline: true, dependencies: {boots: [UNKNOWN.Back]}", "it needs `UNKNOWN.Back`, which needs it in turn"],
] as const)
  test(`a rule takes no part: ${why}`, async () => {
    const text = `units:
  boots:
    - {name: One, type: boot, should_include: {${include}}, run: {stack_info: [${told}]}}
    - {name: Monkey, type: boot, should_include: {dependency_monkey_pipeline: true}, run: {stack_info: [${told}]}}
    - {name: Back, type: boot, should_include: {adviser_pipeline: true, dependencies: {boots: [UNKNOWN.One]}}, run: {stack_info: [${told}]}}
`;
    const [heading] = (await explain("One", text)).split("\n");
    assert.match(heading!, /^default \(.*\): takes no part: /);
    assert.equal(heading!.slice(heading!.indexOf("part: ") + 6), why);
  });

test("what a boot does is done to what is asked for", async () => {
  const links = "      https://a.example\n      https://b.example\n";
  const said = (await explain("Boot")).split("\n").slice(1).join("\n");
  assert.equal(
    said,
    `  UNKNOWN.Boot, a boot in rules.yaml of own rules
    ends the run where demo is asked for: hello
${links}  to what is asked for:
    ends the run: hello
${links}`,
  );
  assert.ok(
    (await explain("Absent")).endsWith("\n  to what is asked for, nothing:\n    `other` is not asked for\n"),
    "nothing",
  );
});

test("for programs, keys are those of the other commands", async () => {
  const { environments } = JSON.parse(await explain("Wrap", rules, true)) as { environments: unknown[] };
  const effect = {
    does: "notes (error), and advises to change Pod",
    message: "hello",
    link: "https://a.example",
    more_links: ["https://b.example"],
    manifest_changes: [{ api_version: "v1", kind: "Pod", patch: [{ op: "remove", path: "/x" }] }],
  };
  assert.deepEqual(environments, [
    {
      environment: "default",
      recommendation_type: "stable",
      rules: [{ rule: "UNKNOWN.Wrap", kind: "wrap", source: "own rules", path: "rules.yaml", effects: [effect] }],
      takes_part: true,
      here: [effect],
    },
  ]);
});
