/** `base_images`: names, tags, beginnings, null and negation, with registries that have a port. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { context } from "../../support/pipeline-samples.ts";
import type { EnvironmentRow } from "../../support/condition-samples.ts";
import { condition, environmentCondition, testEnvironments } from "../../support/condition-samples.ts";

const digest = `sha256:${"0".repeat(64)}`;

/** What is listed, whether that fits, and the image of the environment. */
const rows: readonly (readonly [listed: string, fits: boolean, image?: string])[] = [
  ["[quay.io/org/image:v1]", true, "quay.io/org/image:v1"],
  ["[quay.io/org/image:v1]", false, "quay.io/org/image:v2"],
  ["[quay.io/org/image:v1]", false, "quay.io/org/image:v1.1"],
  ["[quay.io/org/image:v1]", false, "quay.io/org/other:v1"],
  ["[quay.io/org/image:v1]", false, "registry.io/org/image:v1"],
  ["[quay.io/org/image:v1]", false],
  ["[quay.io/org/image:v1, quay.io/org/image:v2]", true, "quay.io/org/image:v2"],
  ["[quay.io/org/image:v1, quay.io/org/other:v2]", false, "quay.io/org/image:v2"],
  ["[]", false, "quay.io/org/image:v1"],
  ["[]", false],
  // Without a tag any will do.
  ["[quay.io/org/image]", true, "quay.io/org/image:v1"],
  ["[quay.io/org/image]", true, "quay.io/org/image"],
  ["[quay.io/org/image]", false, "quay.io/org/image2:v1"],
  ["[quay.io/org/image]", false, "quay.io/org"],
  ["[quay.io/org/image]", false],
  ["[image]", true, "image:latest"],
  // An environment that tells no tag.
  ["[quay.io/org/image:v1]", false, "quay.io/org/image"],
  ["[quay.io/org/image:latest]", false, "quay.io/org/image"],
  ["[quay.io/org/image:v*]", false, "quay.io/org/image"],
  ['["quay.io/org/image:*"]', true, "quay.io/org/image"],
  // Beginnings.
  ['["quay.io/org/image:*"]', true, "quay.io/org/image:v1"],
  ['["quay.io/org/image:*"]', false, "quay.io/org/other:v1"],
  ["[quay.io/org/image:v1*]", true, "quay.io/org/image:v1"],
  ["[quay.io/org/image:v1*]", true, "quay.io/org/image:v1.2.3-dev"],
  ["[quay.io/org/image:v1*]", false, "quay.io/org/image:v2.1"],
  ["[quay.io/org/image:v1.*]", false, "quay.io/org/image:v1"],
  ["[quay.io/org/image:v1.*]", false, "quay.io/org/image:v1x2"],
  ["[quay.io/org/image:v1*]", false, "quay.io/org/imagine:v1"],
  ["[quay.io/org/s2i-*]", true, "quay.io/org/s2i-python:v1"],
  ["[quay.io/org/s2i-*]", false, "quay.io/org/other:v1"],
  // A port is no tag.
  ["[localhost:5000/org/image:v1]", true, "localhost:5000/org/image:v1"],
  ["[localhost:5000/org/image:v1]", false, "localhost:5000/org/image:v2"],
  ["[localhost:5000/org/image]", true, "localhost:5000/org/image"],
  ["[localhost:5000/org/image]", true, "localhost:5000/org/image:v1"],
  ["[localhost:5000/org/image]", false, "localhost:5001/org/image"],
  ["[localhost:5000/org/image:v*]", true, "localhost:5000/org/image:v1"],
  ["[localhost]", false, "localhost:5000/org/image"],
  // A digest names one build.
  ["[quay.io/org/image:v1]", true, `quay.io/org/image:v1@${digest}`],
  ["[quay.io/org/image]", true, `quay.io/org/image@${digest}`],
  ["[quay.io/org/image:v1]", false, `quay.io/org/image@${digest}`],
  [`["quay.io/org/image@${digest}"]`, true, `quay.io/org/image:v1@${digest}`],
  [`["quay.io/org/image@${digest}"]`, false, "quay.io/org/image:v1"],
  // No image.
  ["[null]", true],
  ["[null]", false, "quay.io/org/image:v1"],
  ["[null, quay.io/org/image:v1]", true],
  ["[null, quay.io/org/image:v1]", true, "quay.io/org/image:v1"],
  ["[null, quay.io/org/image:v1]", false, "quay.io/org/image:v2"],
  // An environment that names none rightly.
  ["[quay.io/org/image]", false, "quay.io/org/image:"],
];

const negated = rows.map(([listed, fits, image]) => [`{not: ${listed}}`, !fits, image] as const);

testEnvironments(
  [...rows, ...negated].map(([listed, fits, image]): EnvironmentRow => [
    `base_images: ${listed}`,
    fits,
    image === undefined ? {} : { base_image: image },
  ]),
);

/** What a condition needs of the image, for those who look rules up by it. */
const needed: readonly (readonly [stated: string, keys: readonly string[] | undefined])[] = [
  ["base_images: [quay.io/org/image:v1]", ["quay.io/org/image:v1"]],
  ["base_images: [localhost:5000/a:v1, b:v2]", ["localhost:5000/a:v1", "b:v2"]],
  ["base_images: []", []],
  ["base_images: [quay.io/org/image]", undefined],
  ["base_images: [quay.io/org/image:v1, quay.io/org/image]", undefined],
  ["base_images: [quay.io/org/image:v1*]", undefined],
  ["base_images: [quay.io/org/image:v1, null]", undefined],
  [`base_images: ["quay.io/org/image@${digest}"]`, undefined],
  ["base_images: {not: [quay.io/org/image:v1]}", undefined],
  ["", undefined],
];

for (const [stated, keys] of needed)
  test(`${stated || "nothing"} needs ${keys === undefined ? "no particular image" : `one of ${keys.length} images`}`, () =>
    assert.deepEqual(environmentCondition(stated).requiredImages, keys && new Set(keys)));

test("an image is no tag, no name, or no digest: the complaint points at it", () => {
  for (const image of ["quay.io/org/image:", ":v1", "image@"])
    assert.throws(() => condition(`{runtime_environments: {base_images: {not: [a, "${image}"]}}}`), {
      code: "INVALID_RULE",
      message: `rule.yaml:1:64: \`should_include.runtime_environments.base_images.not[1]\` must be a container image such as \`quay.io/org/name:tag\`, not \`${image}\``,
    });
});

test("the port of a registry is no tag", () => {
  const rule = environmentCondition("base_images: [localhost:5000/org/image]");
  for (const [image, holds] of [
    ["localhost:5000/org/image", true],
    ["localhost:5000/org/image:v1", true],
    ["localhost", false],
  ] as const)
    assert.equal(rule.holds(context({ settings: { base_image: image } })), holds, image);
});
