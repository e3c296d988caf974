/** What rules do, from the files of a repository to the pull request that people read. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { systemImage } from "../../support/bills-of-materials.ts";
import { assertFixture } from "../../support/fixture.ts";
import { type Releases, type RuleScene, adviseOnTerminal, adviseWithRules } from "./rule-repository.ts";

const withWeb: Releases = {
  pillow: { "8.2.0": [], "8.3.0": [] },
  numpy: { "1.20.3": [], "1.21.0": [] },
  web: { "1.0": ["numpy"] },
};

interface RuleStory {
  /** The golden body is `test/data/rules/NAME.md`. */
  readonly name: string;
  readonly what: string;
  readonly scene: RuleScene;
  readonly pins: Readonly<Record<string, string>>;
}

const stories: readonly RuleStory[] = [
  {
    name: "pillow",
    what: "the shipped rule keeps Pillow 8.3.0 away from NumPy",
    scene: {
      releases: withWeb,
      packages: ['pillow = "*"', 'numpy = "*"'],
      lock: { pillow: "8.3.0", numpy: "1.20.3" },
    },
    pins: { numpy: "==1.21.0", pillow: "==8.2.0" },
  },
  {
    name: "pseudonym",
    what: "a pseudonym installs another package in place of the one that is asked for",
    scene: {
      releases: {
        tensorflow: { "2.11.0": ["numpy"] },
        "intel-tensorflow": { "2.11.0": ["numpy"] },
        numpy: { "1.24.3": [] },
      },
      packages: ['tensorflow = "*"'],
      lock: { tensorflow: "2.11.0", numpy: "1.24.3" },
      rules: `units:
  pseudonyms:
    - name: IntelTensorFlow
      type: pseudonym
      should_include: {adviser_pipeline: true}
      match: {package_version: {name: tensorflow, version: "==2.11.0"}}
      run:
        yield:
          package_version: {name: intel-tensorflow, locked_version: ==2.11.0}
        stack_info:
          - {type: INFO, message: "\`intel-tensorflow\` is built for the processors of our cluster", link: "https://www.tensorflow.org/install"}
  sieves:
    - name: NoPlainTensorFlow
      type: sieve
      should_include: {adviser_pipeline: true}
      match: {package_version: {name: tensorflow}}
      run:
        stack_info:
          - {type: WARNING, message: "TensorFlow of the public index is not for our cluster", link: "https://www.tensorflow.org/install"}
`,
    },
    pins: { "intel-tensorflow": "==2.11.0", numpy: "==1.24.3" },
  },
  {
    name: "add",
    what: "a rule adds a package that a release forgot to require",
    scene: {
      releases: { web: { "2.0": [] }, tornado: { "6.3": [], "6.4": [] } },
      packages: ['web = "*"'],
      lock: { web: "2.0" },
      rules: `units:
  steps:
    - name: WebNeedsTornado
      type: step.AddPackage
      should_include: {adviser_pipeline: true}
      match: {package_version: {name: web, version: "==2.0"}}
      run:
        package_version: {name: tornado, locked_version: ==6.3, index_url: "https://index.example/simple", develop: false}
        stack_info:
          - {type: INFO, message: "\`web\` 2.0 imports \`tornado\` and does not require it", link: "https://github.com/web/web/issues/7"}
`,
    },
    pins: { tornado: "==6.3", web: "==2.0" },
  },
  {
    name: "skip",
    what: "a backport is left out for everybody, and other packages for one introducer only",
    scene: {
      releases: {
        web: { "2.0": ["dataclasses", "enum34", "log", "metrics<2"] },
        log: { "1.0": ["enum34"] },
        dataclasses: { "0.8": [] },
        enum34: { "1.1.10": [] },
        agent: { "3.0": ["tracing", "metrics>=2"] },
        tracing: { "0.9": [] },
        metrics: { "1.0": [], "2.0": [] },
      },
      packages: ['web = "*"', 'agent = "*"', 'dataclasses = "*"'],
      lock: { web: "2.0", agent: "3.0", dataclasses: "0.8", enum34: "1.1.10", log: "1.0", tracing: "0.9" },
      rules: `units:
  steps:
    - name: AgentWithoutTracing
      type: step.SkipPackage
      should_include: {adviser_pipeline: true}
      match:
        package_version: {name: tracing}
        state:
          package_version_from: [{name: agent}]
      run:
        stack_info:
          - {type: INFO, message: "\`agent\` traces without \`tracing\`", link: "https://github.com/agent/agent/issues/3"}
    - name: AgentWithAnyMetrics
      type: step.SkipPackage
      should_include: {adviser_pipeline: true}
      match:
        package_version: {name: metrics}
        state:
          package_version_from: [{name: agent}]
          package_version_from_allow_other: true
      run:
        stack_info:
          - {type: INFO, message: "\`agent\` works with any \`metrics\`", link: "https://github.com/agent/agent/issues/4"}
`,
    },
    pins: { agent: "==3.0", log: "==1.0", metrics: "==1.0", web: "==2.0" },
  },
  {
    name: "manifest-change",
    what: "a manifest change is shown as what to apply",
    scene: {
      releases: { tensorflow: { "2.11.0": [] } },
      packages: ['tensorflow = "*"'],
      rules: `units:
  wraps:
    - name: Threads
      type: wrap
      should_include: {adviser_pipeline: true}
      match:
        state:
          resolved_dependencies: [{name: tensorflow}]
      run:
        justification:
          - {type: INFO, message: "TensorFlow starts a thread for each processor of the node", link: "https://www.tensorflow.org/guide/profiler"}
        advised_manifest_changes:
          - apiVersion: apps/v1
            kind: Deployment
            patch:
              op: add
              path: /spec/template/spec/containers/0/env/-
              value: {name: OMP_NUM_THREADS, value: "4"}
          - apiVersion: v1
            kind: ConfigMap
            patch: {op: replace, path: /data/motd, value: "@everyone <b>#1</b> \`code\`"}
`,
    },
    pins: { tensorflow: "==2.11.0" },
  },
  {
    name: "avx2",
    what: "a processor with AVX2 gets the build of the operator's catalogue",
    scene: {
      releases: { tensorflow: { "2.11.0": [] } },
      offers: { avx2: { needs: "{cpu_flags: [avx2]}", releases: { tensorflow: { "2.11.0": [] } } } },
      packages: ['tensorflow = "*"'],
      environment: "hardware: {cpu_family: 6, cpu_model: 85}",
      lock: { tensorflow: "2.11.0" },
    },
    pins: { tensorflow: "==2.11.0 avx2" },
  },
];

const onImage: RuleScene = {
  releases: withWeb,
  packages: ['web = "*"'],
  environment: "base_image: quay.io/acme/base:v1",
  rules: `units:
  wraps:
    - name: OldGit
      type: wrap
      should_include:
        adviser_pipeline: true
        runtime_environments:
          rpm_packages: [{package_name: git, package_version: 1.8.3.1}]
          abi: [GLIBC_2.17]
      run:
        justification:
          - {type: WARNING, message: "The image has Git 1.8.3.1, which cannot read new repositories", link: "https://git-scm.com/"}
`,
};

test("what a base image holds decides what is installed, and which rules speak", async (t) => {
  const scene = { ...onImage, images: [systemImage("quay.io/acme/base:v1")] };
  const { pins, title, body } = await adviseWithRules(t, scene);
  assert.deepEqual(pins, { numpy: "==1.20.3", web: "==1.0" });
  assertFixture("rules/image.md", `# ${title ?? ""}\n\n${body ?? ""}\n`);
});

test("of an image that nobody has looked into nothing is said", async (t) => {
  for (const images of [[], [systemImage("quay.io/acme/base:v2")]]) {
    const { pins, body } = await adviseWithRules(t, { ...onImage, images });
    assert.deepEqual(pins, { numpy: "==1.21.0", web: "==1.0" });
    assert.doesNotMatch(body ?? "", /Git 1\.8/);
  }
});

for (const { name, what, scene, pins } of stories)
  test(what, async (t) => {
    const answer = await adviseWithRules(t, scene);
    assert.deepEqual(answer.pins, pins, JSON.stringify(answer));
    assertFixture(`rules/${name}.md`, `# ${answer.title ?? ""}\n\n${answer.body ?? ""}\n`);
  });

const lines = ['pillow = "*"', 'numpy = "*"'];
const pair = { pillow: "8.3.0", numpy: "1.21.0" };
const orders: readonly (readonly [string, Pick<RuleScene, "packages" | "lock">])[] = [
  ["Pillow stands first", { packages: lines }],
  ["NumPy stands first", { packages: lines.toReversed() }],
  ["both are locked", { packages: lines, lock: pair }],
  ["NumPy comes with another package", { packages: ['pillow = "*"', 'web = "*"'] }],
];

for (const [what, scene] of orders)
  test(`Pillow 8.3.0 does not meet NumPy where ${what}, and the issue is linked`, async (t) => {
    const { pins, body } = await adviseWithRules(t, { releases: withWeb, ...scene });
    assert.deepEqual([pins["pillow"], pins["numpy"]], ["==8.2.0", "==1.21.0"]);
    assert.match(body ?? "", /Pillow 8\.3\.0 raises a TypeError when NumPy turns an image into an array/);
    assert.match(body ?? "", /\(https:\/\/redirect\.github\.com\/python-pillow\/Pillow\/issues\/5571\)/);
  });

test("without NumPy there is nothing to avoid", async (t) => {
  const { pins, comment } = await adviseWithRules(t, { releases: withWeb, packages: ['pillow = "*"'] });
  assert.deepEqual(pins, { pillow: "==8.3.0" });
  assert.doesNotMatch(comment ?? "", /PillowNumpyArrays/);
});

const againstAaa = `units:
  sieves:
    - name: Sieved
      type: sieve
      should_include: {adviser_pipeline: true}
      match: {package_version: {name: aaa, version: ">=2"}}
      run: {stack_info: [{type: WARNING, message: aaa 2 was left out, link: "https://docs.python.org/3/"}]}
  steps:
    - name: Clash
      type: step.Group
      should_include: {adviser_pipeline: true}
      match: {group: [{package_version: {name: aaa, version: ">=2"}}, {package_version: {name: bbb}}]}
      run:
        not_acceptable: they clash
        stack_info: [{type: WARNING, message: aaa 2 clashes with bbb, link: "https://docs.python.org/3/"}]
`;

const quiet: readonly (readonly [what: string, scene: RuleScene, pins: Readonly<Record<string, string>>])[] = [
  [
    "nothing was brought in that it refuses",
    {
      releases: { scipy: { "1.4": [], "1.6": [] }, web: { "1.0": ["scipy"] } },
      packages: ['web = "*"'],
      lock: { web: "1.0", scipy: "1.4" },
      rules: `units:
  steps:
    - name: Held
      type: step
      should_include: {adviser_pipeline: true}
      match:
        package_version: {name: scipy, version: ">=1.5"}
        state: {package_version_from: [{name: tf, version: "<2"}]}
      run:
        not_acceptable: SciPy is held back
        stack_info: [{type: WARNING, message: SciPy is held back because of an old TF, link: "https://scipy.org/"}]
`,
    },
    { scipy: "==1.6", web: "==1.0" },
  ],
  [
    "nobody asks any more for what it leaves out, or lets another stand in for",
    {
      releases: {
        web: { "1.0": ["enum34x", "tensorflow"], "1.1": ["intel-tensorflow"] },
        enum34x: { "1.0": [] },
        tensorflow: { "2.0": [] },
        "intel-tensorflow": { "2.0": [] },
      },
      packages: ['web = "*"'],
      lock: { web: "1.0", enum34x: "1.0", tensorflow: "2.0" },
      rules: `units:
  sieves:
    - name: NoEnum
      type: sieve.SkipPackage
      should_include: {adviser_pipeline: true}
      match: {package_name: enum34x}
      run: {stack_info: [{type: WARNING, message: enum34x was left out, link: "https://docs.python.org/3/"}]}
  steps:
    - name: NoEnumEither
      type: step.SkipPackage
      should_include: {adviser_pipeline: true}
      match: {package_version: {name: enum34x}}
      run: {stack_info: [{type: WARNING, message: enum34x is in Python, link: "https://docs.python.org/3/"}]}
  pseudonyms:
    - name: Intel
      type: pseudonym
      should_include: {adviser_pipeline: true}
      match: {package_version: {name: tensorflow}}
      run:
        yield: {package_version: {name: intel-tensorflow}}
        stack_info: [{type: WARNING, message: another stands in, link: "https://www.tensorflow.org/install"}]
`,
    },
    { "intel-tensorflow": "==2.0", web: "==1.1" },
  ],
  [
    "the user's own line keeps away what it refuses",
    {
      releases: { aaa: { "1.0": [], "1.1": [], "2.0": [] }, bbb: { "1.0": [] } },
      packages: ['aaa = "<2"', 'bbb = "*"'],
      lock: { aaa: "1.0", bbb: "1.0" },
      rules: againstAaa,
    },
    { aaa: "==1.1", bbb: "==1.0" },
  ],
  [
    "what it refuses is a pre-release that nobody allows",
    {
      releases: { aaa: { "1.0": [], "1.1": [], "2.1rc1": [] }, bbb: { "1.0": [] } },
      packages: ['aaa = "*"', 'bbb = "*"'],
      lock: { aaa: "1.0", bbb: "1.0" },
      rules: againstAaa,
    },
    { aaa: "==1.1", bbb: "==1.0" },
  ],
];

for (const [what, scene, pins] of quiet)
  test(`a rule warns of nothing where ${what}`, async (t) => {
    const answer = await adviseWithRules(t, scene);
    assert.deepEqual(answer.pins, pins);
    assert.doesNotMatch(answer.body ?? "", /- Warning: /);
  });

test("the same rules speak where they have something to refuse", async (t) => {
  const releases: Releases = { aaa: { "1.0": [], "1.1": [], "2.0": [] }, bbb: { "1.0": [] } };
  const packages = ['aaa = "*"', 'bbb = "*"'];
  const scene: RuleScene = { releases, packages, lock: { aaa: "1.0", bbb: "1.0" }, rules: againstAaa };
  const { pins, body } = await adviseWithRules(t, scene);
  assert.deepEqual(pins, { aaa: "==1.1", bbb: "==1.0" });
  assert.match(body ?? "", /- Warning: aaa 2 was left out/);
  assert.match(body ?? "", /- Warning: aaa 2 clashes with bbb/);
});

test("a rule that leaves out old releases of any package says so", async (t) => {
  const { pins, body } = await adviseWithRules(t, {
    releases: { web: { "1.0": ["old"], "1.1": ["old"] }, old: { "0.5": [] } },
    packages: ['web = "*"'],
    lock: { web: "1.0", old: "0.5" },
    rules: `units:
  steps:
    - name: NothingBeforeOne
      type: step.SkipPackage
      should_include: {adviser_pipeline: true}
      match: {package_version: {version: "<1"}}
      run:
        stack_info:
          - {type: INFO, message: nothing before 1.0, link: "https://semver.org/"}
          - {type: WARNING, message: what is younger than 1.0 was left out, link: "https://semver.org/"}
`,
  });
  assert.deepEqual(pins, { web: "==1.1" });
  assert.match(body ?? "", /- Warning: what is younger than 1\.0 was left out/);
});

test("a rule that switches this kind of project off ends the run, with its reason and its link", async (t) => {
  const scene: RuleScene = {
    releases: withWeb,
    packages: ['web = "*"'],
    rules: `units:
  boots:
    - name: NoWeb
      type: boot
      should_include: {adviser_pipeline: true}
      match: {package_name: web}
      run:
        not_acceptable: "\`web\` is retired, and its projects get no advice"
        stack_info:
          - {type: ERROR, message: "Move to \`http\`", link: "https://docs.python.org/3/"}
`,
  };
  const { code, title, pins, error } = await adviseWithRules(t, scene);
  assert.deepEqual([code, title, pins], [1, null, {}]);
  assert.deepEqual(error, {
    code: "REFUSED",
    message: "`web` is retired, and its projects get no advice",
    rule: { name: "acme.NoWeb", link: "https://docs.python.org/3/" },
  });
  assertFixture("rules/refused.txt", await adviseOnTerminal(t, scene));
});
