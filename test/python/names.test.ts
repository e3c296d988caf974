import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { InvalidPackageName, extraName, normalizeName, packageName } from "../../src/python/index.ts";

// PEP 503, "Normalized Names", and packaging's own table.
const equal = {
  foo: ["foo", "Foo", "fOo", "FOO"],
  "foo-bar": ["foo.bar", "Foo.Bar", "Foo.....Bar", "foo_bar", "foo___bar", "foo-bar", "foo----bar", "foo-_.bar"],
  "py-yaml": ["Py_Yaml", "Py.YAML", "py-yaml"], // dependabot/feedback#359: spellings of one name are one package
  f: ["f", "F"],
};

for (const [normal, spellings] of Object.entries(equal)) {
  test(`${spellings.join(", ")} are ${normal}`, () => {
    for (const spelling of spellings) {
      assert.equal(packageName(spelling), normal);
      assert.equal(extraName(spelling), normal);
    }
  });
}

for (const text of [
  "",
  "-",
  "_foo",
  "foo-",
  "foo.",
  "fоо",
  "é",
  "foo bar",
  "foo\n",
  "\nfoo",
  "hi\r",
  "foo/bar",
  "ſoo",
  "Kelvin K",
]) {
  test(`${JSON.stringify(text)} is no name`, () => {
    assert.throws(() => packageName(text), InvalidPackageName);
    assert.throws(() => extraName(text), InvalidPackageName);
  });
}

test("normalizing needs no valid name and is done once", () => {
  assert.equal(normalizeName("_Foo..\n"), "-foo-\n");
  fc.assert(fc.property(fc.string(), (text) => assert.equal(normalizeName(normalizeName(text)), normalizeName(text))));
});

test("an error quotes no more than the beginning of what it refuses", () => {
  assert.throws(
    () => packageName("!".repeat(10_000)),
    (error: Error) => error.message.length < 200,
  );
});
