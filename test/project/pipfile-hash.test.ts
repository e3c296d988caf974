import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { matchingHashFormulas, parsePipfile, parsePipfileLock, pipfileHashes } from "../../src/project/index.ts";

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const source = '[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\nverify_ssl = true\n';
const sourceJson = '[{"name":"pypi","url":"https://pypi.org/simple","verify_ssl":true}]';

test("each formula hashes the sections in its own way", () => {
  const text = `${source}[packages]\nFlask_X = {version = "*", extras = ["B"]}\n[docs]\n"a.b" = "==1.0"\n[requires]\npython_version = "3.9"\n`;
  const meta = `{"_meta":{"requires":{"python_version":"3.9"},"sources":${sourceJson}}`;
  const entry = `{"extras":["B"],"version":"*"}`;
  assert.deepEqual(pipfileHashes(parsePipfile("Pipfile", text)), {
    canonical: sha256(`${meta},"default":{"flask-x":${entry}},"develop":{},"docs":{"a-b":"==1.0"}}`),
    plain: sha256(`${meta},"default":{"Flask_X":${entry}},"develop":{},"docs":{"a.b":"==1.0"}}`),
    "plain-no-categories": sha256(`${meta},"default":{"Flask_X":${entry}},"develop":{}}`),
  });
});

test("values are hashed raw: numbers as Python prints them, text as ASCII, sources before they are completed", () => {
  const pipfile = parsePipfile(
    "Pipfile",
    `[[source]]\nname = "pypi"\nurl = "https://\${T}@x/"\nages = [1, 1.0, 1e16, true]\nnote = "ü"\n[scripts]\na = "b"\n`,
  );
  const sources = String.raw`[{"ages":[1,1.0,1e+16,true],"name":"pypi","note":"\u00fc","url":"https://${"$"}{T}@x/"}]`;
  assert.equal(
    pipfileHashes(pipfile).plain,
    sha256(`{"_meta":{"requires":{},"sources":${sources}},"default":{},"develop":{}}`),
  );
});

test("without a source the default one is hashed", () => {
  const [implied, stated] = [`[packages]\nsix = "*"\n`, `${source}[packages]\nsix = "*"\n`];
  assert.deepEqual(pipfileHashes(parsePipfile("Pipfile", implied)), pipfileHashes(parsePipfile("Pipfile", stated)));
});

test("the order of tables, comments and blank lines do not count", () => {
  const commented = `${source}\n# pinned by ops, do not raise\n[packages]\n\nrequests = "*"\nclick = ">=8,<9"\n\n[dev-packages]\npytest = "*"\n\n[requires]\npython_version = "3.11"\n`;
  const reordered = `[requires]\npython_version = "3.11"\n[dev-packages]\npytest = "*"\n[packages]\nclick = ">=8,<9"   # cli\nrequests = "*"\n${source}`;
  const digest = "175ecc6e611d5829f3c63debe60bc6113226aaf1d0d7846382bf25eb6c797955";
  for (const text of [commented, reordered])
    assert.equal(pipfileHashes(parsePipfile("Pipfile", text)).canonical, digest);
});

test("`[thoth]` is a category to Pipenv", () => {
  const text = `${source}[packages]\nsix = "*"\n`;
  const [without, within] = [text, `${text}[thoth]\ndisable_index_adjustment = true\n`].map((file) =>
    pipfileHashes(parsePipfile("Pipfile", file)),
  );
  assert.equal(within?.["plain-no-categories"], without?.plain);
  assert.notEqual(within?.plain, without?.plain);
});

test("a lock is fresh by any formula, and stale by none", () => {
  const pipfile = parsePipfile("Pipfile", `${source}[packages]\nFlask = "*"\n[docs]\nSphinx = "*"\n`);
  const hashes = pipfileHashes(pipfile);
  const formulas = (hash: string): readonly string[] =>
    matchingHashFormulas(
      pipfile,
      parsePipfileLock("Pipfile.lock", JSON.stringify({ _meta: { hash: { sha256: hash } } })),
    );
  assert.deepEqual(formulas(hashes.canonical), ["canonical"]);
  assert.deepEqual(formulas(hashes.plain), ["plain"]);
  assert.deepEqual(formulas(hashes["plain-no-categories"]), ["plain-no-categories"]);
  assert.deepEqual(formulas("0"), []);
});
