import assert from "node:assert/strict";
import { test } from "node:test";

import { InputTooLarge, limits } from "../../../src/base/index.ts";
import { scanSources } from "../../../src/source/rules/scan.ts";
import { hostileSources } from "../../support/hostile-source.ts";
import { usualCircumstances } from "../../support/labelled-source.ts";

/** Of files by path, as a folder gives them: what is past the limit is refused. */
function scan(texts: Readonly<Record<string, string>>, within?: number) {
  const readFile = async (path: string, bytes: number) => {
    const size = Buffer.byteLength(texts[path]!);
    if (size > bytes) throw new InputTooLarge(path, "bytes", size, bytes);
    return texts[path];
  };
  const request = { files: Object.keys(texts), readFile, circumstances: usualCircumstances };
  // A clock that goes on by one each time it is asked: what is read is the same on every machine.
  let ticks = 0;
  const times = within === undefined ? undefined : { file: within, all: Infinity, now: () => ticks++ };
  return scanSources(request, new AbortController().signal, times);
}

for (const [name, text] of Object.entries(hostileSources))
  test(`${name}: ends at the deadline, and the next file is read`, async () => {
    const { findings, files, unread } = await scan({ "a.py": text, "b.py": "eval(x)\n" }, 20);
    assert.ok(findings.some(({ file, rule }) => file === "b.py" && rule === "PY002"));
    assert.equal(files + unread.length, 2);
  });

test("what takes too long is named", async () => {
  const { unread } = await scan({ "a.py": hostileSources["100 KB of brackets"]!, "b.py": "x = 1\n" }, 5);
  assert.deepEqual(unread, [{ file: "a.py", reason: "it takes too long to read", isOwn: true }]);
});

test("a file at the limit of bytes is read, and one past it is named", async () => {
  const code = "eval(x)\n";
  const text = (bytes: number) => `${"#".repeat(bytes - code.length - 1)}\n${code}`;
  const { findings, unread } = await scan({ "a.py": text(limits.source.bytes), "b.py": text(limits.source.bytes + 1) });
  assert.deepEqual(
    findings.map(({ file }) => file),
    ["a.py"],
  );
  assert.deepEqual(unread, [{ file: "b.py", reason: "too large", isOwn: true }]);
});

test("the gravest comes first, then files in their order", async () => {
  const { findings } = await scan({ "b.py": "eval(x)\n", "a.py": "import pickle\neval(x)\n", "c.txt": "eval(x)\n" });
  assert.deepEqual(
    findings.map(({ file, rule }) => `${file} ${rule}`),
    ["a.py PY002", "b.py PY002", "a.py PY010"],
  );
});

test("code of others is passed over", async () => {
  const { files, unread } = await scan({ "vendor/a.py": "eval(x)\n", "b.py": "x = 1\n" });
  assert.equal(files, 1);
  assert.deepEqual(unread, [{ file: "vendor/", reason: "code of others", isOwn: false }]);
});

test("files and lines are counted, and a mark at the beginning is none of the code", async () => {
  const { files, lines, findings } = await scan({ "a.py": "\ufeffeval(x)\ny = 1", "b.py": "x = 1\n" });
  assert.deepEqual([files, lines, findings[0]?.column], [2, 3, 1]);
});

test("it ends when nobody waits for it any more", async () => {
  const request = { files: ["a.py"], readFile: async () => "x = 1\n", circumstances: usualCircumstances };
  await assert.rejects(scanSources(request, AbortSignal.abort(new Error("enough"))), /enough/);
});
