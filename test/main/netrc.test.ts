import { test, type TestContext } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseNetrc, readNetrc, withNetrc } from "../../src/main/netrc.ts";

/** Texts, and each machine with its login and password. */
const files: readonly (readonly [string, string])[] = [
  ["machine a.example login me password secret", "a.example me:secret"],
  [
    "machine a.example\n  login me\n  password secret\nmachine b.example login you password other",
    "a.example me:secret, b.example you:other",
  ],
  ["machine A.Example password secret", "a.example :secret"],
  ["machine a.example login me account x password secret", "a.example me:secret"],
  ["# machine a.example\nmachine b.example login you\n", "b.example you:"],
  ["machine a.example login first\nmachine a.example login second", "a.example first:"],
  ["macdef init\nmachine a.example login me\n\nmachine b.example login you", "b.example you:"],
  ["default login me password secret", ""],
  ["machine a.example login me password one default login you password two", "a.example me:one"],
  ["machine", " :"],
  ["login me password secret", ""],
  ["", ""],
];
for (const [text, expected] of files) {
  test(`${JSON.stringify(text)} knows ${expected || "no machine"}`, () => {
    const entries = [...parseNetrc(text)].map(([machine, { login, password }]) => `${machine} ${login}:${password}`);
    assert.equal(entries.join(", "), expected);
  });
}

const netrc = parseNetrc("machine a.example login m@e password p:w/d");
/** Addresses, and what becomes of them. */
const addresses: readonly (readonly [string, string])[] = [
  ["https://a.example/simple", "https://m%40e:p%3Aw%2Fd@a.example/simple"],
  ["https://a.example:8443/simple", "https://m%40e:p%3Aw%2Fd@a.example:8443/simple"],
  ["https://A.example/simple", "https://m%40e:p%3Aw%2Fd@a.example/simple"],
  ["https://own:word@a.example/simple", "https://own:word@a.example/simple"],
  ["http://a.example/simple", "http://a.example/simple"],
  ["https://b.example/simple", "https://b.example/simple"],
  ["https://a.example.evil.example/simple", "https://a.example.evil.example/simple"],
  ["https://sub.a.example/simple", "https://sub.a.example/simple"],
  ["no address", "no address"],
];
for (const [address, expected] of addresses) {
  test(`${address} becomes ${expected}`, () => assert.equal(withNetrc(address, netrc), expected));
}

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "thoth-netrc-"));
  t.after(() => rm(path, { recursive: true }));
  return path;
}

test("the file that `NETRC` names is read, and one that is not there is empty; one that cannot be read is told", async (t) => {
  const path = join(await folder(t), "netrc");
  assert.equal((await readNetrc({ NETRC: path })).size, 0);
  await writeFile(path, "machine a.example login me");
  assert.deepEqual([...(await readNetrc({ NETRC: path })).keys()], ["a.example"]);
  await assert.rejects(readNetrc({ NETRC: await folder(t) }), { code: "FILE_UNREADABLE" });
});
