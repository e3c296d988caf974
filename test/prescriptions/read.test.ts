import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { readPrescriptions } from "../../src/prescriptions/index.ts";

const folder = await mkdtemp(join(tmpdir(), "prescriptions-"));
after(() => rm(folder, { recursive: true }));

const { signal } = new AbortController();
const rule = (name: string) => `units: {wraps: [{name: ${name}, type: wrap, should_include: {}, run: {}}]}\n`;

const files: Readonly<Record<string, string | Buffer>> = {
  "_prescription_metadata.yaml": "prescription: {name: ours}\n",
  "b/c/deep.yaml": rule("Deep"),
  "a.yml": rule("Short"),
  "README.rst": "not a rule",
  ".hidden.yaml": rule("Hidden"),
  ".git/rule.yaml": rule("HiddenFolder"),
  "latin.yaml": Buffer.from("metadata: caf\xe9\n", "latin1"),
  "large.yaml": rule("Large").padEnd(1024 * 1024 + 1, "\n"),
};

for (const [path, text] of Object.entries(files)) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
await symlink(join(folder, "a.yml"), join(folder, "link.yaml"));

test("a folder is read with everything below, without hidden files, links and what is no YAML", async () => {
  const set = readPrescriptions(folder, {}, signal);
  assert.deepEqual(
    set.units.map(({ name }) => name),
    ["ours.Short", "ours.Deep"],
  );
  assert.equal(set.release, "UNKNOWN");
  assert.deepEqual(
    set.rejected.flatMap(({ errors }) => errors.map(({ message }) => message)),
    ["large.yaml: 1048577 bytes, and at most 1048576 are read", "latin.yaml: not UTF-8 text"],
  );
});

test("in strict mode the first file that does not fit is an error", async () => {
  assert.throws(() => readPrescriptions(folder, { strict: true }, signal), { code: "INPUT_TOO_LARGE" });
});

test("a folder that is not there is an error, not an empty set of rules", async () => {
  const missing = join(folder, "missing");
  assert.throws(() => readPrescriptions(missing, {}, signal), { message: `${missing}: cannot be read` });
});
