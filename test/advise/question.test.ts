/** What units are told of a run, and so what rules may ask for. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readQuestion } from "../../src/advise/question.ts";
import type { RuntimeEnvironment } from "../../src/environments/index.ts";
import type { PipelineContext, Wrap } from "../../src/pipeline/index.ts";
import { adviceWorld, manifestText, requestOf, signal } from "../support/advice-world.ts";
import { environmentCondition } from "../support/condition-samples.ts";

const world = await adviceWorld({ indexes: { pypi: "web 1.0\ntool 1.0\nboth 1.0", ours: "own 1.0" } });
const manifest = manifestText(world, '[packages]\nweb = "*"\nboth = "*"\n[dev-packages]\ntool = "*"\nboth = "*"');

async function contextOf(more: Partial<RuntimeEnvironment> = {}): Promise<PipelineContext> {
  const request = requestOf(manifest, { type: "security" });
  const { context } = await readQuestion(
    { ...request, environment: { ...request.environment, ...more } },
    world.services,
    signal,
  );
  return context;
}

test("a run is advice for its environment, asked by nobody in particular, who has shown neither code nor image", async () => {
  const { pipeline, recommendationType, authenticated, libraryUsage, image } = await contextOf();
  assert.deepEqual(
    { pipeline, recommendationType, authenticated, libraryUsage, image },
    {
      pipeline: { kind: "adviser" },
      recommendationType: "security",
      authenticated: false,
      libraryUsage: undefined,
      image: undefined,
    },
  );
});

test("the labels of the environment are those of the run", async () => {
  assert.deepEqual(
    [...(await contextOf({ labels: { team: "ml", stage: "test" } })).labels],
    [
      ["team", "ml"],
      ["stage", "test"],
    ],
  );
});

test("what only development asks for is known, and where each index is", async () => {
  const { developed, indexes } = await contextOf();
  assert.deepEqual([...developed], ["tool"]);
  assert.deepEqual(
    [...indexes],
    [
      ["pypi", "https://pypi.org/simple"],
      ["ours", "https://ours.example/simple"],
    ],
  );
});

test("rules work in an environment whose base image has no tag", async () => {
  const wrap = (name: string, images: string): Wrap => ({
    kind: "wrap",
    name,
    condition: environmentCondition(`base_images: [${images}]`),
    notes: () => [],
  });
  const units = [wrap("any tag", "quay.io/org/image"), wrap("one tag", "quay.io/org/image:v1")];
  const request = requestOf(manifest);
  const question = await readQuestion(
    { ...request, environment: { ...request.environment, baseImage: "quay.io/org/image" } },
    (await adviceWorld({ indexes: { pypi: "web 1.0", ours: "" }, units })).services,
    signal,
  );
  assert.deepEqual(
    question.units
      .on([])
      .filter((unit) => units.some(({ name }) => name === unit.name))
      .map(({ name }) => name),
    ["any tag"],
  );
});
