/** The rules that ship, end to end: files to facts. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { includedUnits, notesOn } from "../../src/pipeline/index.ts";
import { readPrescriptions } from "../../src/prescriptions/index.ts";
import { candidate, context } from "../support/pipeline-samples.ts";
import { factLines, load, scores } from "../support/rule-samples.ts";

const folder = join(import.meta.dirname, "../../prescriptions");
const shipped = await readPrescriptions(folder, { strict: true }, new AbortController().signal);

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
    assert.deepEqual(scores(shipped.units, run, tensorflow), expected);
  });

test("without CUDA, or for another recommendation type, builds of TensorFlow are not scored", () => {
  assert.deepEqual(scores(shipped.units, context({ type: "performance" }), tensorflow), {});
  const stable = context({ type: "stable", settings: { cuda_version: "11.1" } });
  assert.deepEqual(scores(shipped.units, stable, tensorflow), {});
});

test("the reader is told once what the chosen build was tested with", () => {
  const units = includedUnits(shipped.units, context({ type: "performance", settings: { cuda_version: "11.1" } }));
  assert.deepEqual(
    notesOn([candidate("tensorflow 2.11.1")], units).map(({ reason }) => reason),
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
  assert.deepEqual(
    names.flatMap((release) => factLines(shipped.units, context(), [candidate(release)])),
    ["forbid pillow==8.3.0 with numpy"],
  );
});

test("without its file a rule says nothing, and the others stay", async () => {
  const files = ["_prescription_metadata.yaml", "pillow/numpy-arrays.yaml", "tensorflow/cuda.yaml"];
  const texts = await Promise.all(
    files.map(async (path) => [path, await readFile(join(folder, path), "utf8")] as const),
  );
  const run = context({ type: "performance", settings: { cuda_version: "11.1" } });
  assert.deepEqual(load(Object.fromEntries(texts)).digest, shipped.digest);
  const rest = load(Object.fromEntries(texts.filter(([path]) => !path.startsWith("tensorflow/"))));
  assert.deepEqual(scores(rest.units, run, tensorflow), {});
  assert.equal(factLines(rest.units, run, [candidate("pillow 8.3.0")]).length, 1);
});

test("every shipped rule has evidence to link to", () => {
  const links = shipped.units.flatMap((unit) => {
    const name = [...(unit.kind === "wrap" ? [] : (unit.concerns ?? []))][0] ?? "demo";
    const facts = unit.kind === "wrap" ? [] : [...unit.facts(context(), candidate(`${name} 2.5`).name, tensorflow)];
    return [...(unit.notes ?? []), ...facts].map(({ reason }) => reason.link);
  });
  assert.ok(links.length > 0 && links.every((link) => link?.startsWith("https://")));
});
