import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { InvalidRequirement, Requirement } from "../../src/python/index.ts";
import { anyMarkerText, anySpecifierText } from "../support/any-python.ts";

// [as written, as packaging prints it]
for (const [text, printed] of [
  ["A.B-C_D", "A.B-C_D"],
  ["name", "name"],
  ["name<=1", "name<=1"],
  ["name>=2,<3", "name<3,>=2"],
  ["  name (>=2,<3)  ", "name<3,>=2"],
  ["name(==1.*,)", "name==1.*"],
  ["name()", "name"],
  ["name[]", "name"],
  [
    "name[quux, strange];python_version<'2.7' and platform_version=='2'",
    `name[quux,strange]; python_version < "2.7" and platform_version == "2"`,
  ],
  ["name[b,a,B,a]", "name[B,a,b]"],
  [
    "name [fred,bar] @ http://foo.com ; python_version=='2.7'",
    `name[bar,fred] @ http://foo.com ; python_version == "2.7"`,
  ],
  ["name@http://foo.com", "name @ http://foo.com"],
  ["name @ git+https://a/b@v1#egg=c;d", "name @ git+https://a/b@v1#egg=c;d"],
  ["name @ ../x \t", "name @ ../x"],
  ["name===1.0.post;os_name=='a'", `name===1.0.post; os_name == "a"`],
  ["name=== ; os_name=='a'", `name===; os_name == "a"`],
  ["name===a>=b", "name===a>=b"],
  ["name >= 1.0 , < \t2", "name<2,>=1.0"],
  ["name_>=1", "name_>=1"],
  [`mariadb>=1.0.1; extra == "mariadb_connector"`, `mariadb>=1.0.1; extra == "mariadb-connector"`],
] as const) {
  test(`${JSON.stringify(text)} prints as ${printed}`, () => assert.equal(Requirement.parse(text).toString(), printed));
}

// The messages' ends: what was expected, and where.
for (const [text, expectation] of [
  ["", "expected a package name at column 1"],
  ["==0.0", "expected a package name at column 1"],
  ["name[bar baz]", "expected `,` or the `]` for the `[` of column 5 at column 10"],
  ["name[bar, baz,]", "expected the name of an extra at column 15"],
  ["name[bar", "expected `,` or the `]` for the `[` of column 5 at column 9"],
  ["name (>= 1.0", "expected `)` for the `(` of column 6 at column 13"],
  ["name >=1.*", "expected `,`, `;` or the end of the requirement at column 9"],
  ["name ==1.0.post1.*", "expected `,`, `;` or the end of the requirement at column 17"],
  ["name >=1.0+local", "expected `,`, `;` or the end of the requirement at column 11"],
  ["plotly>=5.24.0<6", "expected `,`, `;` or the end of the requirement at column 15"], // pypa/pip#13436
  ["name==1.0.org1", "expected `,`, `;` or the end of the requirement at column 10"],
  ["name ==", "expected `,`, `;` or the end of the requirement at column 6"],
  ["name 1.0", "expected `,`, `;` or the end of the requirement at column 6"],
  ["name @ ", "expected an address after `@` at column 8"],
  ["name @ https://example.org/; os_name=='a'", "expected `;` or the end of the requirement at column 30"],
  ["name; (extra == 'x'", "expected `)` for the `(` of column 7 at column 20"],
  ["name; v1 == '1'", "expected a marker variable or a quoted string at column 7"],
  ["name; os_name == 'a' x", "expected `and`, `or` or the end of the requirement at column 22"],
  ["name>=1\n", "expected `,`, `;` or the end of the requirement at column 8"],
  ["demo===x,y", "`y` is not a version specifier"],
  ["-name", "expected a package name at column 1"],
  ["émile", "expected a package name at column 1"],
] as const) {
  test(`${JSON.stringify(text)} is no requirement`, () => {
    assert.throws(
      () => Requirement.parse(text),
      (error: Error) => error instanceof InvalidRequirement && error.message.endsWith(`: ${expectation}`),
    );
    assert.equal(Requirement.tryParse(text), undefined);
  });
}

test("names and extras are compared in normal form, and written as written", () => {
  const requirement = Requirement.parse("Zope.Interface[B_a, b-A, c]>=1");
  assert.equal(requirement.name, "zope-interface");
  assert.equal(requirement.nameAsWritten, "Zope.Interface");
  assert.deepEqual(requirement.extras, ["b-a", "c"]);
  assert.deepEqual(requirement.extrasAsWritten, ["B_a", "b-A", "c"]);
});

// Requirements of old metadata, and what their authors meant.
for (const [text, meant] of [
  ["foo (>=1.0 <2.0)", "foo<2.0,>=1.0"],
  ["foo (>=1.0.*)", "foo>=1.0"],
  [`foo (>='1.0'); python_version<'3'`, `foo>=1.0; python_version < "3"`],
  ["foo>=2.7,!=3.0*", "foo!=3.0.*,>=2.7"],
  ["\u00a0foo[a]>=1\n", "foo[a]>=1"],
  ["foo>=1,<2", "foo<2,>=1"],
  ["foo @ https://a/b", "foo @ https://a/b"],
] as const) {
  test(`old metadata means ${meant} by ${JSON.stringify(text)}`, () => {
    assert.equal(Requirement.parseLenient(text).toString(), meant);
  });
}

for (const text of ["foo (1.0)", "foo bar", "foo>=", "foo (>=1.0", "foo; os_name", "foo~=1.*", ""]) {
  test(`what old metadata means by ${JSON.stringify(text)} nobody knows`, () => {
    assert.throws(() => Requirement.parseLenient(text), InvalidRequirement);
  });
}

const anyRequirementText = fc
  .tuple(
    fc.constantFrom("foo", "Foo.Bar", "a_b"),
    fc.constantFrom("", "[x]", "[X_y, a]"),
    anySpecifierText,
    fc.oneof(
      fc.constant(""),
      anyMarkerText.map((marker) => `; ${marker}`),
    ),
  )
  .map((parts) => parts.join(""));

test("a requirement prints as one that reads back the same, strictly and leniently", () => {
  fc.assert(
    fc.property(anyRequirementText, (text) => {
      const requirement = Requirement.parse(text);
      const again = Requirement.parse(requirement.toString());
      assert.equal(again.toString(), requirement.toString());
      assert.equal(Requirement.parseLenient(text).toString(), requirement.toString());
    }),
  );
});

test("200,000 characters of anything cost one pass and a sentence", () => {
  const heads = ["", "foo", "foo[", "foo (", "foo>=", "foo===", "foo @ x ", "foo; "];
  for (const part of ["(", "[", "a", "-", "1", " ", ",", "=", '"', ">=1,", "a,", "é"]) {
    const tail = part.repeat(200_000 / part.length);
    for (const head of heads) {
      try {
        Requirement.parseLenient(head + tail);
      } catch (error) {
        assert.ok(error instanceof InvalidRequirement && error.message.length < 400, head + part);
      }
    }
  }
});
