import { test } from "node:test";
import assert from "node:assert/strict";

import { findFaults, verifyLock, type LockCheck } from "../../../src/advise/lock/verify.ts";
import { readQuestion } from "../../../src/advise/question.ts";
import { adviceWorld, ask, manifestText, requestOf, signal, solved } from "../../support/advice-world.ts";

const world = await adviceWorld({
  indexes: {
    pypi: `
      web 2.0 -> http>=2, extra-tool; extra == "full"
      web 1.0 -> http>=1
      http 2.0
      http 1.0
      extra-tool 1.0
      new 1.0 (python >=3.9)
      win 1.0 (wheel cp38-cp38-win_amd64)
    `,
  },
});
const sections = '[packages]\nweb = {version = ">=1", extras = ["full"]}\n[dev-packages]\nhttp = "*"';
const good = solved(await ask(world, sections)).lock;

interface Entry {
  version?: string;
  hashes?: string[];
}
type Lock = Record<"_meta" | "default" | "develop", Record<string, Entry>>;

async function check(change: (lock: Lock) => void): Promise<LockCheck> {
  const lock = JSON.parse(good) as Lock;
  change(lock);
  const request = requestOf(manifestText(world, sections));
  const { wishes, markers, universe, judge, context } = await readQuestion(request, world.services, signal);
  const text = JSON.stringify(lock);
  return { place: "Pipfile.lock", text, manifest: request.manifest, wishes, markers, universe, judge, files: context };
}

/** What an entry of that release would be. */
function entry(name: string, version: string): Entry {
  const files = world.plain["pypi"]![name]![version]!.files;
  return { version: `==${version}`, hashes: files.map(({ sha256 }) => `sha256:${sha256}`) };
}

test("a lock of ours has no faults", async () => assert.deepEqual(await findFaults(await check(() => {}), signal), []));

const faults: readonly (readonly [fault: string, change: (lock: Lock) => void])[] = [
  ["its digest is not that of the manifest", (lock) => (lock._meta["hash"] = {})],
  ["[default] web 2.0 requires http>=2, which is not locked", (lock) => delete lock.default["http"]],
  ["[default] web 2.0 requires http>=2, and 1.0 is locked", (lock) => (lock.default["http"] = entry("http", "1.0"))],
  [
    '[default] web 2.0 requires extra-tool; extra == "full", which is not locked',
    (lock) => delete lock.default["extra-tool"],
  ],
  ["[develop] the manifest requires http, which is not locked", (lock) => delete lock.develop["http"]],
  ["[develop] nobody requires extra-tool", (lock) => (lock.develop["extra-tool"] = entry("extra-tool", "1.0"))],
  ["[default] web 9.0 is not to be had", (lock) => (lock.default["web"] = { version: "==9.0", hashes: [] })],
  ["[default] web without a pin is not to be had", (lock) => (lock.default["web"] = { version: ">=1" })],
  [
    "[default] the hashes of http lack http-2.0-py3-none-any.whl",
    (lock) => (lock.default["http"]!.hashes = ["sha256:00"]),
  ],
  ["[default] new 1.0 has no file that fits", (lock) => (lock.default["new"] = entry("new", "1.0"))],
  ["[default] new 1.0 needs Python >=3.9", (lock) => (lock.default["new"] = entry("new", "1.0"))],
  ["[default] win 1.0 has no file that fits", (lock) => (lock.default["win"] = entry("win", "1.0"))],
];

for (const [fault, change] of faults)
  test(`finds that ${fault}`, async () => {
    const found = await findFaults(await check(change), signal);
    assert.ok(found.includes(fault), found.join("\n"));
  });

test("a section that is missing is a fault", async () => {
  const found = await findFaults(await check((lock) => delete (lock as Partial<Lock>).develop), signal);
  assert.deepEqual(found, ["it has no section develop"]);
});

test("a fault is a bug: it is thrown as such, and counted", async () => {
  const broken = await check((lock) => {
    delete lock.default["http"];
    delete lock.default["extra-tool"];
  });
  await assert.rejects(verifyLock(broken, signal), (error: Error) => {
    assert.equal(error.constructor, Error);
    assert.match(error.message, /^Pipfile\.lock is not a valid lock \(faults: 2\): \[default\] web 2\.0 requires /);
    return true;
  });
});
