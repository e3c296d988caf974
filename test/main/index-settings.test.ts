import { test } from "node:test";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { readIndexSettings } from "../../src/main/index-settings.ts";
import { formatSealKeys, makeSealKeys } from "../../src/sealing/index.ts";
import { temporaryFolder } from "../support/repository.ts";

/** The value of `THOTH_INDEX_ALLOW`, its origins, its ranges, and how many faults it has. */
const allowed: readonly (readonly [string, readonly string[], readonly string[], number])[] = [
  ["", [], [], 0],
  [" , ", [], [], 0],
  ["https://pypi.corp", ["https://pypi.corp"], [], 0],
  ["https://PyPI.corp:443/", ["https://pypi.corp"], [], 0],
  ["http://pypi.corp:8080,10.1.0.0/16 fd00::/8", ["http://pypi.corp:8080"], ["10.1.0.0/16", "fd00::/8"], 0],
  ["http://10.1.2.3:8080", ["http://10.1.2.3:8080"], ["10.1.2.3/32"], 0],
  ["http://[::1]:8080", ["http://[::1]:8080"], ["::1/128"], 0],
  ["https://pypi.corp/simple", [], [], 1],
  ["https://user:secret@pypi.corp", [], [], 1],
  ["ftp://pypi.corp", [], [], 1],
  ["pypi.corp", [], [], 1],
  ["*", [], [], 1],
  ["10.0.0.0/99", [], [], 1],
];
for (const [text, origins, ranges, count] of allowed) {
  test(`\`${text}\` allows ${[...origins, ...ranges].join(", ") || "nothing"}, with ${count} faults`, () => {
    const faults: string[] = [];
    const { allow } = readIndexSettings({ THOTH_INDEX_ALLOW: text }, faults);
    assert.deepEqual(allow.origins, origins);
    assert.deepEqual(
      allow.ranges.map(({ network, prefix }) => `${network}/${prefix}`),
      ranges,
    );
    assert.equal(faults.length, count);
    assert.doesNotMatch(faults.join(), /secret/);
  });
}

test("a proxy has to be an http(s) URL, and the fault does not show it", () => {
  const faults: string[] = [];
  assert.equal(
    readIndexSettings({ THOTH_INDEX_PROXY: "http://me:secret@proxy:3128" }, faults).proxy,
    "http://me:secret@proxy:3128",
  );
  assert.equal(readIndexSettings({}, faults).proxy, undefined);
  readIndexSettings({ THOTH_INDEX_PROXY: "socks5://me:secret@proxy" }, faults);
  assert.deepEqual(faults, ["THOTH_INDEX_PROXY: is no `http` or `https` URL"]);
});

test("the key that opens sealed credentials is in a variable or in a file, and no fault shows it", (t) => {
  const keys = makeSealKeys();
  const path = join(temporaryFolder(t), "seal-key.json");
  writeFileSync(path, formatSealKeys(keys));
  const read = (environment: Record<string, string>) => {
    const faults: string[] = [];
    const { seal } = readIndexSettings(environment, faults);
    return { id: seal.keys?.[0].id, url: seal.url, faults };
  };
  const url = "https://thoth.example.org/seal-key.json";
  assert.deepEqual(read({}), { id: undefined, url: undefined, faults: [] });
  assert.deepEqual(read({ THOTH_SEAL_KEY: formatSealKeys(keys), THOTH_SEAL_KEY_URL: url }), {
    id: keys[0].id,
    url,
    faults: [],
  });
  assert.deepEqual(read({ THOTH_SEAL_KEY_PATH: path }).id, keys[0].id);
  assert.match(read({ THOTH_SEAL_KEY_PATH: `${path}.not` }).faults[0]!, /^THOTH_SEAL_KEY_PATH: cannot be read: ENOENT/);
  assert.deepEqual(read({ THOTH_SEAL_KEY: "hunter2" }).faults, ["THOTH_SEAL_KEY: is no JSON"]);
  assert.deepEqual(read({ THOTH_SEAL_KEY: "{}" }).faults, [
    "THOTH_SEAL_KEY: is no JSON Web Key Set of private X25519 keys",
  ]);
  assert.deepEqual(read({ THOTH_SEAL_KEY_URL: "http://thoth.example.org" }).faults, [
    "THOTH_SEAL_KEY_URL: is no `https` URL",
  ]);
});
