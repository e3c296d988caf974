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
      cpu_flags: [avx2]
`;

test("a catalogue is read, a version as it is written", () => {
  const { indexes, mirrors, credentials } = parseCatalogue("indexes.yaml", whole, {});
  const [index, ...others] = indexes;
  assert.deepEqual([others, mirrors, credentials], [[], [], []]);
  assert.deepEqual(index, {
    name: "cu118",
    url: "https://download.pytorch.org/whl/cu118",
    verify: true,
    packages: new Set(["torch", "torch-vision"]),
    needs: { cudaVersion: ["11.8", "12.10", "12.10"], cpuModel: [85], cpuFlags: ["avx2"] },
  });
});

const access = `mirrors:
  - of: https://pypi.org/simple
    url: http://mirror.corp:8080/pypi/simple/
    files: {at: "http://mirror.corp:8080/files", of: "https://files.example/packages/"}
  - {of: https://other.example/simple/, url: https://mirror.corp/other}
credentials:
  - {url: https://mirror.corp/other, user: thoth, password_variable: SET}
`;

test("mirrors and credentials are read, each address with a slash at its end, a password from the environment", () => {
  const { indexes, mirrors, credentials } = parseCatalogue("indexes.yaml", access, { SET: "hunter2" });
  assert.deepEqual(indexes, []);
  assert.deepEqual(
    mirrors.map(({ of, at, files }) => [of.href, at.href, files?.at.href, files?.of.href]),
    [
      [
        "https://pypi.org/simple/",
        "http://mirror.corp:8080/pypi/simple/",
        "http://mirror.corp:8080/files/",
        "https://files.example/packages/",
      ],
      ["https://other.example/simple/", "https://mirror.corp/other/", undefined, undefined],
    ],
  );
  assert.deepEqual(
    credentials.map(({ scope, user, password }) => [scope.href, user, password]),
    [["https://mirror.corp/other/", "thoth", "hunter2"]],
  );
});

/** A line of the whole, what stands there instead, and the place and the end of the sentence. */
const mistakes: readonly (readonly [RegExp | string, string, RegExp])[] = [
  ["    needs:", "    need:", /^indexes\.yaml:2:5: `\/indexes\/0` /],
  ["https://", "ftp://", /^indexes\.yaml:3:10: `\/indexes\/0\/url` /],
  ["https://", "https://user:hunter2@", /^indexes\.yaml:3:10: `\/indexes\/0\/url` /],
  ["name: cu118", "name: 'a b'", /^indexes\.yaml:2:11: `\/indexes\/0\/name` /],
  ["[Torch, torch_vision]", "[]", /^indexes\.yaml:4:15: `\/indexes\/0\/packages` /],
  ["[avx2]", "[sse9]", /^indexes\.yaml:8:19: `\/indexes\/0\/needs\/cpu_flags\/0` /],
  ["[Torch, torch_vision]", "['*']", /^indexes\.yaml:4:16: `\/indexes\/0\/packages\/0` /],
  [/ {6}c[^]*/, "      {}", /^indexes\.yaml:6:7: `\/indexes\/0\/needs` /],
  [/$/, whole.slice("indexes:\n".length), /^indexes\.yaml:9:11: `cu118` stands twice$/],
  [/[^]*/, access.replace("SET", "UNSET"), /^indexes\.yaml:7:\d+: the variable `UNSET` is not set$/],
  [
    /[^]*/,
    access.replace("https://mirror.corp/other,", "http://mirror.corp,"),
    /^indexes\.yaml:7:\d+: `\/credentials\/0\/url` /,
  ],
  [
    /[^]*/,
    access.replace("https://other.example/simple/", "https://pypi.org/simple"),
    /^indexes\.yaml:5:\d+: `https:\/\/pypi\.org\/simple` stands twice$/,
  ],
  [/[^]*/, access.replace("http://mirror", "http://me:hunter2@mirror"), /^indexes\.yaml:3:\d+: `\/mirrors\/0\/url` /],
  [/[^]*/, access.replace("http://mirror.corp:8080/pypi", "http://[mirror/pypi"), /^indexes\.yaml:3:\d+: is no URL$/],
  [/[^]*/, "indexes", /^indexes\.yaml:1:1: the document must be object$/],
];
for (const [from, to, message] of mistakes) {
  test(`refused: ${message.source}`, () => {
    const text = whole.replace(from, to);
    assert.throws(
      () => parseCatalogue("indexes.yaml", text, { SET: "hunter2" }),
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
  await assert.rejects(readCatalogue("/nowhere/indexes.yaml", {}, signal), {
    code: "INVALID_INDEX_CATALOGUE",
    message: "/nowhere/indexes.yaml: cannot be read",
  });
});
