import { test } from "node:test";
import assert from "node:assert/strict";

import { parseCatalogue, readCatalogue } from "../../src/main/index-catalogue.ts";

const { signal } = new AbortController();
const whole = `indexes:
  - name: cu118
    url: https://download.pytorch.org/whl/cu118
    packages: [Torch, torch_vision]
    needs:
      cuda_version: [11.8, "12.10", 12.10]
      cpu_model: [85]
`;

test("a catalogue is read, a version as it is written", () => {
  const [index, ...others] = parseCatalogue("indexes.yaml", whole);
  assert.deepEqual(others, []);
  assert.deepEqual(index, {
    name: "cu118",
    url: "https://download.pytorch.org/whl/cu118",
    verify: true,
    packages: new Set(["torch", "torch-vision"]),
    needs: { cudaVersion: ["11.8", "12.10", "12.10"], cpuModel: [85] },
  });
});

/** A line of the whole, what stands there instead, and the place and the end of the sentence. */
const mistakes: readonly (readonly [RegExp | string, string, RegExp])[] = [
  ["    needs:", "    need:", /^indexes\.yaml:2:5: `\/indexes\/0` /],
  ["https://", "ftp://", /^indexes\.yaml:3:10: `\/indexes\/0\/url` /],
  ["https://", "https://user:hunter2@", /^indexes\.yaml:3:10: `\/indexes\/0\/url` /],
  ["name: cu118", "name: 'a b'", /^indexes\.yaml:2:11: `\/indexes\/0\/name` /],
  ["[Torch, torch_vision]", "[]", /^indexes\.yaml:4:15: `\/indexes\/0\/packages` /],
  ["[Torch, torch_vision]", "['*']", /^indexes\.yaml:4:16: `\/indexes\/0\/packages\/0` /],
  [/ {6}c[^]*/, "      {}", /^indexes\.yaml:6:7: `\/indexes\/0\/needs` /],
  [/$/, whole.slice("indexes:\n".length), /^indexes\.yaml:8:11: `cu118` stands twice$/],
  [/[^]*/, "indexes", /^indexes\.yaml:1:1: the document must be object$/],
];
for (const [from, to, message] of mistakes) {
  test(`refused: ${message.source}`, () => {
    const text = whole.replace(from, to);
    assert.throws(
      () => parseCatalogue("indexes.yaml", text),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, "INVALID_INDEX_CATALOGUE");
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      },
    );
  });
}

test("one that is not there is named", async () => {
  await assert.rejects(readCatalogue("/nowhere/indexes.yaml", signal), {
    code: "INVALID_INDEX_CATALOGUE",
    message: "/nowhere/indexes.yaml: cannot be read",
  });
});
