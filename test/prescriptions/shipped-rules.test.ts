/** The rules that ship, end to end: files to facts. The cases beside each rule are run by `thoth prescriptions test`. */

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { limits, readYaml } from "../../src/base/index.ts";
import type { PipelineContext } from "../../src/pipeline/index.ts";
import { isRulePath, readPrescriptions } from "../../src/prescriptions/index.ts";
import { candidate, context } from "../support/pipeline-samples.ts";
import { factLines, finishedStack, load, offerLines, scores, told } from "../support/rule-samples.ts";

const folder = join(import.meta.dirname, "../../prescriptions");
const { units, files: fileCount } = readPrescriptions(folder, { strict: true }, new AbortController().signal);

const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".yaml"));
const texts = new Map<string, string>();
for (const path of paths) texts.set(path, await readFile(join(folder, path), "utf8"));
const rulePaths = paths.filter((path) => isRulePath(path) && !path.startsWith("_")).toSorted();

test("every file of rules loads", () => {
  assert.equal(fileCount, rulePaths.length + 1);
});

/** What a unit says of where it comes from. */
interface Unit {
  readonly name: string;
  readonly type: string;
  readonly run?: Readonly<Record<string, unknown>>;
  readonly metadata?: { readonly evidence?: readonly Evidence[]; readonly review?: string };
}

interface Evidence {
  readonly link: string;
  readonly read: string;
  readonly says?: string;
}

interface Cases {
  readonly cases: readonly {
    readonly id: string;
    readonly checks: readonly {
      readonly id: string;
      readonly environment: object;
      readonly input: object;
      readonly expect: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

function valueOf(path: string): unknown {
  return readYaml(path, texts.get(path) ?? "", limits.prescription, { merge: true }).value;
}

function unitsOf(path: string): readonly Unit[] {
  return Object.values((valueOf(path) as { units: Readonly<Record<string, readonly Unit[]>> }).units).flat();
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const year = 366 * 24 * 60 * 60 * 1000;

test("every rule has evidence that somebody read, in a sentence, and a day within a year to look again", () => {
  for (const path of rulePaths)
    for (const { name, metadata: { evidence = [], review = "" } = {} } of unitsOf(path)) {
      assert.ok(evidence.length > 0, name);
      for (const { link, read, says } of evidence) {
        assert.match(link, /^https:\/\//, name);
        if (read === "unread") continue;
        assert.match(read, day, name);
        assert.match(says ?? "", /^\S.*[^.]$/, name);
        assert.ok(Date.parse(review) - Date.parse(read) <= year, name);
      }
      assert.match(review, day, name);
    }
});

/** Kinds that change what may be chosen, whatever their `run` says. */
const acting = ["pseudonym", "sieve", "sieve.SkipPackage", "step.SkipPackage", "step.AddPackage"];

test("a rule with evidence that could not be read only notes", () => {
  for (const path of rulePaths)
    for (const { name, type, run = {}, metadata } of unitsOf(path)) {
      if (!(metadata?.evidence ?? []).some(({ read }) => read === "unread")) continue;
      assert.ok(!acting.includes(type), name);
      for (const key of ["not_acceptable", "eager_stop_pipeline", "score"]) assert.ok(!(key in run), name);
    }
});

test("every file of rules has cases beside it: where a rule acts, and where it does not", () => {
  for (const path of rulePaths) {
    const { cases } = valueOf(path.replace(/\.yaml$/, ".test.yaml")) as Cases;
    const checks = cases.flatMap((one) => one.checks);
    const rests = checks.map(({ expect }) => expect["matched"] === false || expect["included"] === false);
    assert.ok(rests.includes(true) && rests.includes(false), path);
    assert.ok(
      checks.every(({ expect }) => Object.keys(expect).length > 0),
      path,
    );
    assert.equal(new Set(checks.map(({ id }) => id)).size, checks.length, path);
  }
});

test("there are no cases without a rule", () => {
  const cases = paths.filter((path) => path.endsWith(".test.yaml"));
  assert.deepEqual(cases.map((path) => path.replace(/\.test\.yaml$/, ".yaml")).toSorted(), rulePaths);
});

const tensorflow = ["2.18.0", "2.17.1", "2.15.1", "2.14.0", "2.12.0", "2.11.1", "2.5.0", "2.4.4", "2.3.0"].map(
  (version) => candidate(`tensorflow ${version}`),
);

/** The CUDA of an environment and what the rules make of builds, best first; a build that is not named has no score. */
const cuda: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
  ["11.0", { "2.4.4": 1, "2.5.0": 0.8, "2.11.1": 0.8, "2.12.0": 0.2, "2.14.0": 0.2 }],
  ["11.1", { "2.4.4": 0.9, "2.5.0": 0.9, "2.11.1": 0.9, "2.12.0": 0.3, "2.14.0": 0.3 }],
  ["11.2", { "2.5.0": 1, "2.11.1": 1, "2.4.4": 0.8, "2.12.0": 0.4, "2.14.0": 0.4 }],
  ["11.5", { "2.5.0": 0.7, "2.11.1": 0.7, "2.12.0": 0.7, "2.14.0": 0.7, "2.4.4": 0.5 }],
  ["11.8", { "2.12.0": 1, "2.14.0": 1, "2.5.0": 0.4, "2.11.1": 0.4, "2.4.4": 0.2 }],
  ["11.8.89", { "2.12.0": 1, "2.14.0": 1, "2.5.0": 0.4, "2.11.1": 0.4, "2.4.4": 0.2 }],
  ["12.0", { "2.15.1": 0.8, "2.17.1": 0.7, "2.18.0": 0.5 }],
  ["12.2", { "2.15.1": 1, "2.17.1": 0.9, "2.18.0": 0.7 }],
  ["12.5", { "2.18.0": 1, "2.17.1": 0.8, "2.15.1": 0.7 }],
  ["10.1", {}],
  ["13.0", {}],
];

for (const [version, expected] of cuda)
  test(`builds of TensorFlow are scored by their distance from CUDA ${version}`, () => {
    const run = context({ type: "performance", settings: { cuda_version: version } });
    assert.deepEqual(scores(units, run, tensorflow), expected);
  });

test("without CUDA, or for another recommendation type, builds of TensorFlow are not scored", () => {
  assert.deepEqual(scores(units, context({ type: "performance" }), tensorflow), {});
  const stable = context({ type: "stable", settings: { cuda_version: "11.1" } });
  assert.deepEqual(scores(units, stable, tensorflow), {});
});

test("the reader is told once what the chosen build was tested with", () => {
  const run = context({ type: "performance", settings: { cuda_version: "11.1" } });
  assert.deepEqual(
    told(units, run, finishedStack([candidate("tensorflow 2.11.1")])).map(({ reason }) => reason),
    [
      {
        unit: "thoth.TensorFlow25OnCuda111",
        message: "TensorFlow 2.5 to 2.11 were tested with CUDA 11.2",
        link: "https://www.tensorflow.org/install/source#gpu",
      },
    ],
  );
});

test("Pillow 8.3.0 and NumPy are kept apart, whichever is asked about", () => {
  const names = ["pillow 8.3.0", "numpy 1.24.3"];
  const lines = names.flatMap((release) => factLines(units, context(), [candidate(release)]));
  assert.ok(lines.includes("forbid pillow==8.3.0 with numpy"));
});

const sandyBridge = { cpu_family: 6, cpu_model: 42 };
const indexes = new Map([
  ["pypi", "https://pypi.org/simple"],
  ["cpu", "https://download.pytorch.org/whl/cpu"],
]);
const stable = context({ type: "stable", run: { indexes } });

/** A release, the run, and what is stated of it, one line a fact. */
const stated: readonly (readonly [string, PipelineContext, readonly string[]])[] = [
  ["keep 1.2", context(), ["remove keep 1.2"]],
  ["keep 2.11", context(), []],
  ["sklearn 0.0.post12", context(), ["remove sklearn 0.0.post12"]],
  [
    "tensorflow-cpu 2.4.0",
    context({ settings: { hardware: sandyBridge } }),
    [
      "remove tensorflow-cpu 2.4.0",
      "forbid tensorflow-cpu<2.6.2,>=2.6.0 with keras>=2.7.0rc0",
      "forbid tensorflow-cpu<2.9.1 with protobuf>=4.0.0rc1",
    ],
  ],
  ["enum34 1.1.10", context(), ["skip enum34"]],
  ["dataclasses 0.8", context({ settings: { python_version: "3.6" } }), []],
  ["dataclasses 0.6", context({ settings: { python_version: "3.7" } }), ["skip dataclasses"]],
  ["scipy 1.4.1", context(), ["skip scipy introduced by tensorflow!=2.2.1,!=2.2.2,!=2.2.3,<=2.3.0,>=2.2.0 alone"]],
  ["passlib 1.7.4", context(), ["score -0.5 passlib<=1.7.4 with bcrypt>=5.0.0"]],
  [
    "face-recognition-models 0.3.0",
    stable,
    [
      "add setuptools==81.0.0 to face-recognition-models==0.3.0",
      "forbid face-recognition-models==0.3.0 with setuptools from cpu",
    ],
  ],
];

for (const [release, run, expected] of stated)
  test(`${release} on Python ${run.environment.pythonVersion}: ${expected.join(", ") || "nothing"}`, () => {
    assert.deepEqual(factLines(units, run, [candidate(release)]), expected);
  });

test("without CUDA, PyTorch from another index than that for processors is a little worse", () => {
  const builds = [candidate("torch 2.8.0"), { ...candidate("torch 2.7.1"), index: "cpu" }];
  assert.deepEqual(scores(units, stable, builds), { "2.8.0": -0.1 });
  const withCuda = context({ type: "stable", settings: { cuda_version: "12.8" }, run: { indexes } });
  assert.deepEqual(scores(units, withCuda, builds), {});
});

test("scikit-learn stands in for sklearn", () => {
  const known = [candidate("scikit-learn 1.6.0"), candidate("scikit-learn 1.5.2")];
  assert.deepEqual(offerLines(units, context(), [candidate("sklearn 0.0")], known), [
    "scikit-learn 1.6.0 for sklearn 0.0",
    "scikit-learn 1.5.2 for sklearn 0.0",
  ]);
});

test("without its file a rule says nothing, and the others stay", () => {
  const kept = rulePaths.filter((path) => path !== "tensorflow/cuda.yaml");
  const rest = load(Object.fromEntries(kept.map((path) => [path, texts.get(path) ?? ""])));
  const run = context({ type: "performance", settings: { cuda_version: "11.1" } });
  assert.deepEqual(scores(rest.units, run, tensorflow), {});
  assert.equal(factLines(rest.units, run, [candidate("keep 1.2")]).length, 1);
});
