/** `.thoth.yaml`: what it may say, and the one sentence for whatever it may not. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { limits } from "../../src/base/index.ts";
import { parseThothYaml, ThothYamlSchema } from "../../src/project/index.ts";

const parse = (text: string) => parseThothYaml(".thoth.yaml", text);
const usualPolicy = { cooldown: { days: 3, packages: new Map() }, holds: [], ignored: [], unfixable: "report" };

test("an empty file says nothing, and that is enough", () => {
  for (const text of [
    "",
    "# later\n",
    "{}",
    "runtime_environments:\nrequirements_format: null\nrecommendation_type: ~\n",
  ])
    assert.deepEqual(parse(text), {
      requirementsFormat: undefined,
      projects: [],
      overlaysDir: undefined,
      recommendationType: undefined,
      environments: [],
      managers: [],
      suppliedMetadata: [],
      indexStrategy: "first-index",
      sealedCredentials: [],
      rules: { files: [], sources: new Map(), off: [] },
      policy: usualPolicy,
      notes: [],
    });
});

test("a whole file is read", () => {
  const configuration = parse(`
host: thoth.example.com
tls_verify: false
requirements_format: pip-compile
overlays_dir: ./overlays/
recommendation_type: LATEST
runtime_environments:
  - name: training
    operating_system: {name: rhel, version: "8"}
    python_version: "3.8"
    recommendation_type: performance
    platform: linux-x86_64
    hardware: {cpu_family: 6, cpu_model: 142, gpu_model: null}
    cuda_version: "11.1"
    base_image: quay.io/org/image:v1
    labels: {team: ml}
    disable_index_adjustment: true
    allow_prereleases: {Proto_Buf: true, numpy: false}
  - name: inference
managers:
  - name: update
    env_allow_list: [training]
    configuration: {labels: [bot]}
`);
  assert.deepEqual(
    {
      ...configuration,
      environments: configuration.environments.map(({ settings, ...rest }) => ({ name: settings.name, ...rest })),
    },
    {
      requirementsFormat: "pip-tools",
      projects: [],
      overlaysDir: "overlays",
      recommendationType: "latest",
      environments: [
        {
          name: "training",
          disableIndexAdjustment: true,
          allowPrereleases: new Map([
            ["proto-buf", true],
            ["numpy", false],
          ]),
        },
        { name: "inference", disableIndexAdjustment: undefined, allowPrereleases: new Map() },
      ],
      managers: [{ name: "update", env_allow_list: ["training"], configuration: { labels: ["bot"] } }],
      suppliedMetadata: [],
      indexStrategy: "first-index",
      sealedCredentials: [],
      rules: { files: [], sources: new Map(), off: [] },
      policy: usualPolicy,
      notes: ["`host`, `tls_verify` in `.thoth.yaml` are of no effect any more and can be removed"],
    },
  );
});

test("versions without quotes are taken as written, not as numbers", () => {
  const [environment] = parse(`
runtime_environments:
  - name: a
    python_version: 3.10
    cuda_version: 11.10
    operating_system: {name: ubuntu, version: 20.10}
`).environments;
  assert.equal(environment?.settings.python_version, "3.10");
  assert.equal(environment.settings.cuda_version, "11.10");
  assert.equal(environment.settings.operating_system?.version, "20.10");
});

test("metadata of releases is supplied for one version or for all", () => {
  const { suppliedMetadata } = parse(`
dependency_metadata:
  - name: Zope.Thing
    version: 1.10
    requires_dist: ["six>=1", "tomli; python_version < '3.11'"]
    requires_python: ">=3.8"
    provides_extra: [Fast_One]
  - {name: zope-thing, version: null, requires_dist: []}
`);
  const told = suppliedMetadata.map(({ name, version, requires, requiresPython, extras }) => [
    name,
    version?.text,
    requires.map(String),
    requiresPython?.toString(),
    extras,
  ]);
  assert.deepEqual(told, [
    ["zope-thing", "1.10", ["six>=1", 'tomli; python_version < "3.11"'], ">=3.8", ["fast-one"]],
    ["zope-thing", undefined, [], undefined, []],
  ]);
});

test("an index strategy and sealed credentials are read, each entry with its place", () => {
  const { indexStrategy, sealedCredentials } = parse(`
index_strategy: unsafe-best-match
index_credentials:
  - index: https://PyPI.corp.example:443/simple
    for: acme
    sealed: eyJ.one
  - {index: "https://pypi.corp.example/", for: acme/app, sealed: eyJ.two}
`);
  assert.equal(indexStrategy, "unsafe-best-match");
  assert.deepEqual(sealedCredentials, [
    { place: ".thoth.yaml:4:5", index: "https://pypi.corp.example/simple/", for: "acme", sealed: "eyJ.one" },
    { place: ".thoth.yaml:7:5", index: "https://pypi.corp.example/", for: "acme/app", sealed: "eyJ.two" },
  ]);
});

const credentials = (keys: string) => `index_credentials:\n  - {${keys}}`;

const supplied = (keys: string) => `dependency_metadata:\n  - {name: a, requires_dist: [], ${keys}}`;

test("managers stand as they are written, by today's names and the older ones", () => {
  const text = `
managers:
  - name: thoth-advise
    enabled: false
    configuration: {labels: bot, timezone: Europe/Prague, anything: [1, {deep: null}]}
  - name: update
    configuration: {timezone: null}
  - name: info
    configuration:
`;
  assert.deepEqual(parse(text).managers, [
    {
      name: "thoth-advise",
      enabled: false,
      configuration: { labels: "bot", timezone: "Europe/Prague", anything: [1, { deep: null }] },
    },
    { name: "update", configuration: { timezone: null } },
    { name: "info", configuration: null },
  ]);
});

const one = (line: string) => `runtime_environments:\n  - name: a\n    ${line}\n`;

/** What is no time zone, as an error shows it. */
const zones: Readonly<Record<string, string>> = { Praha: "`Praha`", "''": "empty", "3": "`3`", "[UTC]": "a list" };

const broken: readonly [text: string, code: string, message: string, hint?: string][] = [
  [
    "dependency_metadata: [{name: a}]",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:1:23: `dependency_metadata[0]` has no `requires_dist`",
  ],
  [
    "dependency_metadata: [{name: -a, requires_dist: []}]",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:1:30: `name` is `-a`, which is not the name of a package",
  ],
  [
    supplied("version: one"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:43: `version` is `one`, which is not a version such as `1.0`",
  ],
  [
    "dependency_metadata: [{name: a, requires_dist: [six, six six]}]",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:1:54: `requires_dist[1]` is `six six`, which is not a requirement such as `requests>=2.31`",
  ],
  [
    supplied("requires_python: three"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:51: `requires_python` is `three`, which is not bounds of a version such as `>=3.8`",
  ],
  [
    supplied("provides_extra: ['?']"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:51: `provides_extra[0]` is `?`, which is not the name of an extra",
  ],
  [
    "dependency_metadata:\n  - {name: a.b, version: 1.0, requires_dist: []}\n  - {name: a-b, version: 1.0.0, requires_dist: []}",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:12: metadata of this release of `a-b` already stands on line 2",
  ],
  [
    "index_strategy: best",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:1:17: `index_strategy` is `best`, which is not one of `first-index`, `unsafe-first-match`, `unsafe-best-match`",
  ],
  [
    credentials("index: 'http://a.example/', for: acme, sealed: x"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:13: `index` is `http://a.example/`, which is not an `https` address without user name, query and fragment",
  ],
  [
    credentials("index: 'https://a.example/', for: a/b/c, sealed: x"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:40: `for` is `a/b/c`, which is not an account, or a repository such as `acme/app`",
  ],
  [
    credentials("index: 'https://a.example/', for: acme, sealed: 1234"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:54: `sealed` is something, which is not what `thoth seal` printed",
  ],
  [
    credentials("index: 'https://a.example/', for: acme, sealed: {secret: x}"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:54: `sealed` is something, which is not what `thoth seal` printed",
  ],
  [
    credentials("index: 'https://a.example/', for: acme"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:5: `index_credentials[0]` has no `sealed`",
  ],
  [
    `${credentials("index: 'https://a.example', for: acme, sealed: x")}\n  - {index: 'https://a.example/', for: acme, sealed: y}`,
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:5: credentials for `https://a.example/` already stand at .thoth.yaml:2:5",
  ],
  [
    "runtime_enviroments: []",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:1:1: `runtime_enviroments` is not a key that is known here",
    "did you mean `runtime_environments`?",
  ],
  [
    one("dev: true"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:5: `dev` is not a key that is known here",
    "the keys here are `name`, `operating_system`, `python_version`, `recommendation_type`, `platform`, `hardware`, `cuda_version`, `cudnn_version`, `openblas_version`, `openmpi_version`, `mkl_version`, `base_image`, `labels`, `disable_index_adjustment`, `allow_prereleases`",
  ],
  [
    one("operating_system: {name: rhel, verson: '8'}"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:36: `verson` is not a key that is known here",
    "did you mean `version`?",
  ],
  [
    one("operating_system: {name: rhel}"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:23: `operating_system` has no `version`",
  ],
  [
    "runtime_environments:\n  - python_version: '3.8'",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:5: `runtime_environments[0]` has no `name`",
  ],
  [
    one("python_version: 3"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:21: `python_version` is `3`, which is not a minor version of Python 3 such as `3.12`",
  ],
  [
    one("python_version: '2.7'"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:21: `python_version` is `2.7`, which is not a minor version of Python 3 such as `3.12`",
  ],
  [
    "runtime_environments:\n  - name: rhel:8\n",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:11: `name` is `rhel:8`, which is not a name of at most 100 letters, digits, `_` and `-`",
    "call it `rhel-8`",
  ],
  [
    "runtime_environments:\n  - name: a\n  - name: b\n  - name: a\n",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:4:11: the environment `a` already stands on line 2",
  ],
  [
    one("recommendation_type: fastest"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:26: `recommendation_type` is `fastest`, which is not one of `latest`, `stable`, `testing`, `performance`, `security`",
  ],
  [
    one("platform: win-amd64"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:15: `platform` is `win-amd64`, which is not one of `linux-x86_64`, `linux-aarch64`, `linux-ppc64le`, `linux-s390x`",
  ],
  [
    one("hardware: {cpu_family: Unknown}"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:28: `cpu_family` is `Unknown`, which is not a whole number as in `/proc/cpuinfo`",
  ],
  [
    one("labels: [a]"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:13: `labels` is a list, which is not a mapping of strings",
  ],
  [one("labels: {a: 1}"), "INVALID_CONFIGURATION", ".thoth.yaml:3:17: `a` is `1`, which is not a string"],
  [
    one("allow_prereleases: {'not a name': true}"),
    "INVALID_CONFIGURATION",
    ".thoth.yaml:3:25: `not a name` is not the name of a package",
  ],
  [
    "runtime_environments: ubi8",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:1:23: `runtime_environments` is `ubi8`, which is not a list of environments",
  ],
  ["- a", "INVALID_CONFIGURATION", ".thoth.yaml:1:1: the file is a list, which is not a mapping"],
  ["|\n  a\n  b", "INVALID_CONFIGURATION", ".thoth.yaml:1:1: the file is `a b `, which is not a mapping"],
  [
    "requirements_format: poetry",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:1:22: `requirements_format` is `poetry`, which is not one of `pipenv`, `pip`, `pip-tools`, `pip-compile`",
  ],
  [
    "managers:\n  - name:\n",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:10: `name` is empty, which is not one of `advise`, `config`, `info`, `label`, `provenance`, `requirements`, `security`, `source`, `update`, `version`, `config-initializer`, `label-bot`, `pipfile-requirements`, `thoth-advise`, `thoth-provenance`",
  ],
  [
    "overlays_dir: ../elsewhere",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:1:15: `overlays_dir` is `../elsewhere`, which is not a folder of the repository such as `overlays`",
  ],
  [
    "managers:\n  - name: updat",
    "INVALID_CONFIGURATION",
    ".thoth.yaml:2:11: `name` is `updat`, which is not one of `advise`, `config`, `info`, `label`, `provenance`, `requirements`, `security`, `source`, `update`, `version`, `config-initializer`, `label-bot`, `pipfile-requirements`, `thoth-advise`, `thoth-provenance`",
  ],
  ...["Praha", "''", "3", "[UTC]"].map((zone): [string, string, string] => [
    `managers:\n  - name: advise\n  - name: update\n    configuration:\n      timezone: ${zone}`,
    "INVALID_CONFIGURATION",
    `.thoth.yaml:5:17: \`timezone\` is ${zones[zone]}, which is not a time zone such as \`Europe/Prague\``,
  ]),
  ["host: a\nhost: b", "DUPLICATE_KEY", ".thoth.yaml:2:1: the key `host` already stands on line 1"],
  ["a: &x 1\nhost: *x", "ALIAS_REFUSED", ".thoth.yaml:2:7: the alias `*x` is not read", "write out what it stands for"],
  [
    "runtime_environments:\n- name: a\n   python_version: '3.8'",
    "INVALID_YAML",
    ".thoth.yaml:2:9: not valid YAML: Nested mappings are not allowed in compact mappings: `- name: a`",
  ],
];

for (const [text, code, message, hint] of broken) {
  test(message, () => assert.throws(() => parse(text), { code, message, hint }));
}

test("a long value is shown in part", () => {
  assert.throws(() => parse(`requirements_format: ${"x".repeat(1_000)}`), /is `x{80}…`, which/);
});

const environments = (count: number) =>
  `runtime_environments:\n${Array.from({ length: count }, (_, index) => `  - name: e${index}\n`).join("")}`;

// The outermost mapping, the list, the manager and its configuration are four levels.
const levels = (count: number) =>
  `managers:\n  - name: info\n    configuration:\n      a: ${"[".repeat(count - 4)}${"]".repeat(count - 4)}\n`;

const keys = (count: number) =>
  `managers:\n  - name: info\n    configuration:\n${Array.from({ length: count - 3 }, (_, index) => `      k${index}: 1\n`).join("")}`;

const { configuration } = limits;
const limited: readonly [name: string, text: (count: number) => string, limit: number, message: string][] = [
  [
    "environments",
    environments,
    configuration.environments,
    ".thoth.yaml: 51 runtime environments, and at most 50 are read",
  ],
  ["levels", levels, configuration.depth, ".thoth.yaml:4: nested more than 20 levels deep"],
  ["keys", keys, configuration.keys, ".thoth.yaml: 2001 keys, and at most 2000 are read"],
  [
    "bytes",
    (count) => "#".repeat(count),
    configuration.bytes,
    ".thoth.yaml: 262145 bytes, and at most 262144 are read",
  ],
];

for (const [name, text, limit, message] of limited) {
  test(`${limit} ${name} are read, and one more is refused`, () => {
    parse(text(limit));
    assert.throws(() => parse(text(limit + 1)), { message });
  });
}

test("the schema is plain JSON Schema with a description for every value", () => {
  const published: unknown = JSON.parse(JSON.stringify(ThothYamlSchema));
  assert.deepEqual(undescribed(published, "#"), []);
});

/** Places of schemas that say neither what they are nor are a branch of something that does. */
function undescribed(schema: unknown, place: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties, items, anyOf, description } = schema as Record<string, unknown>;
  const inner = [
    ...Object.entries(properties ?? {}).map(([key, value]) => [value, `${place}/${key}`] as const),
    ...(items === undefined ? [] : [[items, `${place}/[]`] as const]),
  ];
  const own = typeof description === "string" ? [] : [place];
  const branches = Array.isArray(anyOf)
    ? anyOf.flatMap((branch) => undescribed(branch, place).filter((at) => at !== place))
    : [];
  return [...own, ...branches, ...inner.flatMap(([value, at]) => undescribed(value, at))];
}
