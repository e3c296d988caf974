/** What the built-in boots say of a request: one context a line. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Boot, builtinUnits, includedUnits, type PipelineContext } from "../../../src/pipeline/index.ts";
import { schedules } from "../../../src/pipeline/units/end-of-life-python.ts";
import { context, type ContextSketch } from "../../support/pipeline-samples.ts";

type Said = readonly [title: string, sketch: ContextSketch, told: readonly string[]];

const image = { rpms: [], pythonPackages: [{ package_name: "pip" }], symbols: new Set(["GLIBC_2.28", "GLIBC_2.17"]) };
const day = (today: string | undefined): Partial<PipelineContext> => ({ today });

/** By unit; the environment is RHEL 8, Python 3.8 and x86_64. */
const cases: Readonly<Record<string, readonly Said[]>> = {
  "end-of-life-python": [
    ["the last day with fixes", { run: day("2024-10-07") }, []],
    [
      "the day after it",
      { run: day("2024-10-08") },
      ["warning: Python 3.8 has had no security fixes since 2024-10-07 (https://peps.python.org/pep-0569/)"],
    ],
    ["a Python that is looked after", { settings: { python_version: "3.14" }, run: day("2026-11-24") }, []],
    ["a Python that is not in the table", { settings: { python_version: "3.40" }, run: day("2026-11-24") }, []],
    ["nobody says which day it is", { run: day(undefined) }, []],
  ],
  "environment-report": [
    [
      "little is stated",
      { settings: { operating_system: null } },
      [
        "detail: The answer is for `stable`, the newest patch version of Python 3.8, `linux-x86_64`, glibc 2.34, which is assumed as no operating system is stated, a processor that is not stated",
      ],
    ],
    [
      "an image that counts as what it is made of",
      { settings: { operating_system: { name: "ubi", version: "8.6" } }, type: "latest" },
      [
        "detail: The answer is for `latest`, the newest patch version of Python 3.8, `linux-x86_64`, `rhel 8`, which `ubi 8` is as well, with glibc 2.28, a processor that is not stated",
      ],
    ],
    [
      "hardware and libraries",
      {
        settings: {
          operating_system: { name: "alpine", version: "3.20" },
          hardware: { cpu_family: 6, cpu_model: 85, gpu_model: "A100" },
          cuda_version: "11.8",
          mkl_version: "2023.1",
        },
      },
      [
        "detail: The answer is for `stable`, the newest patch version of Python 3.8, `linux-x86_64`, `alpine 3.20` with musl 1.2, the processor family 6, model 85 (avx2 and avx512) and the graphics processor `A100`, CUDA `11.8`, MKL `2023.1`",
      ],
    ],
    [
      "a processor without vector instructions that count",
      { settings: { hardware: { cpu_family: 6, cpu_model: 58 } } },
      [
        "detail: The answer is for `stable`, the newest patch version of Python 3.8, `linux-x86_64`, `rhel 8`, which `ubi 8` is as well, with glibc 2.28, the processor family 6, model 58 (neither avx2 nor avx512)",
      ],
    ],
    [
      "a processor that is half stated",
      { settings: { hardware: { cpu_family: 6 } } },
      [
        "detail: The answer is for `stable`, the newest patch version of Python 3.8, `linux-x86_64`, `rhel 8`, which `ubi 8` is as well, with glibc 2.28, the processor family 6, model unknown (unknown flags)",
      ],
    ],
  ],
  "base-image": [
    ["no image", {}, []],
    [
      "a tag",
      { settings: { base_image: "quay.io/org/name:1.2" } },
      ["detail: The base image is `quay.io/org/name:1.2`; what it holds is not known, so nothing is judged by it"],
    ],
    [
      "neither tag nor digest",
      { settings: { base_image: "registry:5000/name" } },
      [
        "detail: The base image is `registry:5000/name`, which may be another one tomorrow: name a tag or a digest; what it holds is not known, so nothing is judged by it",
      ],
    ],
    [
      "an image that was looked into, by its digest",
      { settings: { base_image: "name:latest@sha256:ab" }, run: { image } },
      ["detail: The base image is `name:latest@sha256:ab`; it holds 0 RPMs, 1 Python packages and 2 ABI symbols"],
    ],
  ],
  labels: [
    ["no labels", {}, []],
    ["labels", { settings: { labels: { team: "data", tier: "1" } } }, ["detail: Labels: `team=data`, `tier=1`"]],
  ],
  "version-ranges": [
    ["bounds on all", { requirements: ["flask<3", "web==1.0", "http~=2.0", "log==1.*"] }, []],
    [
      "no bounds, and bounds that admit any future version",
      { requirements: ["flask", "web>=1", "http!=2.0", "log<2", "flask"] },
      ["detail: Direct requirements without bounds: `flask`; open to any future version: `web`, `http`"],
    ],
    [
      "open bounds alone",
      { requirements: ["web>1"] },
      ["detail: Direct requirements open to any future version: `web`"],
    ],
    [
      "more than a sentence holds",
      { requirements: Array.from({ length: 22 }, (_, i) => `p${i}`) },
      [
        `detail: Direct requirements without bounds: ${Array.from({ length: 20 }, (_, i) => `\`p${i}\``).join(", ")} and 2 more`,
      ],
    ],
  ],
};

for (const [name, said] of Object.entries(cases))
  for (const [title, sketch, told] of said)
    test(`${name}: ${title}`, () => {
      const request = context(sketch);
      const boot = bootOf(name);
      const notes = includedUnits([boot], request).length === 0 ? [] : [...(boot.notes?.(request) ?? [])];
      assert.deepEqual(
        notes.map(({ severity, detail, reason: { unit, message, link } }) => {
          assert.equal(unit, name);
          return `${detail ? "detail" : severity}: ${message}${link === undefined ? "" : ` (${link})`}`;
        }),
        told,
      );
    });

/** Operating systems, and whether they are refused. */
const systems: readonly (readonly [name: string, isRefused: boolean])[] = [
  ["Windows", true],
  ["macos", true],
  ["Darwin", true],
  ["debian", false],
  ["a-linux-that-nobody-knows", false],
];
for (const [system, isRefused] of systems)
  test(`platform: ${system} is ${isRefused ? "refused, with what to write" : "let in"}`, () => {
    const reason = bootOf("platform").refuses?.(
      context({ settings: { operating_system: { name: system, version: "11" } } }),
    );
    const message = `Which wheels fit \`${system.toLowerCase()} 11\` is not known, only those of \`linux-x86_64\`, \`linux-aarch64\`, \`linux-ppc64le\`, \`linux-s390x\`; write a Linux such as \`operating_system: {name: debian, version: "12"}\`, or leave it out`;
    assert.deepEqual(reason, isRefused ? { unit: "platform", message } : undefined);
  });

test("an environment without an operating system is let in", () => {
  assert.equal(bootOf("platform").refuses?.(context({ settings: { operating_system: null } })), undefined);
});

test("the schedules of Python 3 leave no minor version out, and each ends after the one before", () => {
  const minors = [...schedules].filter(([version]) => version.startsWith("3."));
  assert.deepEqual(
    minors.map(([version]) => version),
    Array.from({ length: minors.length }, (_, minor) => `3.${minor}`),
  );
  const ends = minors.map(([, { end }]) => end);
  assert.deepEqual(ends, ends.toSorted());
});

function bootOf(name: string): Boot {
  const unit = builtinUnits.find((each) => each.name === name);
  return unit?.kind === "boot" ? unit : assert.fail(`no boot ${name}`);
}
