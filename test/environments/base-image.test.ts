/** The name of a container image, taken apart. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { baseImageKey, baseImageOf, tryParseBaseImage } from "../../src/environments/index.ts";

const images: readonly (readonly [text: string, name: string, tag?: string | undefined, digest?: string])[] = [
  ["python", "python"],
  ["python:3.12", "python", "3.12"],
  ["quay.io/org/name:v1.0", "quay.io/org/name", "v1.0"],
  ["localhost:5000/org/name", "localhost:5000/org/name"],
  ["localhost:5000/org/name:v1", "localhost:5000/org/name", "v1"],
  ["quay.io/org/name@sha256:ab", "quay.io/org/name", undefined, "sha256:ab"],
  ["quay.io:443/org/name:v1@sha256:ab", "quay.io:443/org/name", "v1", "sha256:ab"],
];

for (const [text, name, tag, digest] of images)
  test(`\`${text}\` has the name \`${name}\` and the tag \`${tag ?? "none"}\``, () => {
    const image = tryParseBaseImage(text);
    assert.deepEqual(image, { name, tag, digest });
    assert.equal(image && baseImageKey(image), tag === undefined ? name : `${name}:${tag}`);
  });

test("what announces a part and has none is no image", () => {
  for (const text of ["", ":v1", "name:", "name@", "@sha256:ab"]) assert.equal(tryParseBaseImage(text), undefined);
});

test("an environment's image is taken as its name where it is none", () => {
  assert.equal(baseImageOf({}), undefined);
  assert.deepEqual(baseImageOf({ baseImage: "name:" }), { name: "name:", tag: undefined, digest: undefined });
});
