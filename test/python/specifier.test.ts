import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { InvalidSpecifier, Specifier, Version } from "../../src/python/index.ts";
import { anyClauseText, anyVersion } from "../support/any-python.ts";

// packaging's table: a clause, versions it takes, versions it leaves.
const rows = `
  ==2                         | 2.0 2.0+deadbeef | 2.1
  ==2.0                       | 2.0 2.0+deadbeef | 2.1
  ==2.0.0                     | 2.0 2.0+deadbeef | 2.1
  ==2+deadbeef                | 2.0+deadbeef |
  ==2.0+deadbeef              | 2.0+deadbeef | 2.0
  ==2.0.0+deadbeef            | 2.0+deadbeef |
  ==2.0.0+deadbeef.00         | 2.0+deadbeef.0 |
  ==2.*                       | 2.dev1 2a1 2a1.post1 2b1 2b1.dev1 2c1 2c1.post1.dev1 2rc1 2 0!2 2.0 2.0.0 |
  ==2.0.*                     | 2c1.post1.dev1 2rc1 2 2.0.0.0 | 2.1 2.1.0.0
  ==2.0.0.*                   | 2 | 3
  ==0!2.*                     | 2 |
  ==2.1.*                     | 2.1+local.version |
  !=2                         | 2.1 2.0.1 | 2.0 2.0+deadbeef
  !=2.0                       | 2.1 2.0.1 | 2.0 2.0+deadbeef
  !=2.0.0                     | 2.0.1 | 2.0 2.0+deadbeef
  !=2.0+deadbeef              | 2.0 | 2.0+deadbeef
  !=3.*                       | 2.0 |
  !=2.0.*                     | 2.1 2.1.0.0 | 2c1.post1.dev1 2rc1 2 2.0.0.0
  !=2.0.0.*                   | 3 | 2
  >=2                         | 2.0 2.0.post1 2.0.post1.dev1 3 | 2.0.dev1 2.0a1 2.0a1.dev1 2.0b1 2.0b1.post1 2.0c1 2.0c1.post1.dev1 2.0rc1 1
  >=2.0                       | 2.0 2!1.0 |
  >=2.0.0                     | 2.0 |
  >=3.0.0a7                   | 3.0.0a8 |
  <=2                         | 2.0 2.0.dev1 2.0a1 2.0a1.dev1 2.0b1 2.0b1.post1 2.0c1 2.0c1.post1.dev1 2.0rc1 1 | 2.0.post1 2.0.post1.dev1 3
  <=2.0                       | 2.0 |
  <=2.0.0                     | 2.0 |
  <=3.0.0a8                   | 3.0.0a7 |
  >2                          | 3 2.0.1 2.1.post1 2.1+local.version | 1 2.0.dev1 2.0a1 2.0a1.post1 2.0b1 2.0b1.dev1 2.0c1 2.0c1.post1.dev1 2.0rc1 2.0 2.0.post1 2.0.post1.dev1 2.0+local.version
  >2.0                        | 2.1 2!1.0 |
  >3.0.0a7                    | 3.0.0a8 |
  <2                          | 1 | 2.0.dev1 2.0a1 2.0a1.post1 2.0b1 2.0b2.dev1 2.0c1 2.0c1.post1.dev1 2.0rc1 2.0 2.post1 2.post1.dev1 3
  <2.1                        | 2.0 2.0.dev0 |
  <3.0.0a8                    | 3.0.0a7 |
  ~=1.0                       | 1 1.0.1 1.1 1.9999999 | 2.0 2!1.0
  ~=1.0a1                     | 1.1 |
  ~=2022.01.01                | 2022.01.01 |
  ~=2!1.0                     | 2!1.0 | 1.0
  ==2!1.*                     | 2!1.0 2!1.0.0 | 1.0
  ==2!1.0                     | 2!1.0 | 1.0
  !=1.0                       | 2!1.0 |
  ==2!1.0.0.0.*               | 2!1.0.0 |
  ==2!1.0.*                   | 2!1.0.0 |
  !=2!1.0                     | 1.0 | 2!1.0
  <=2!0.1                     | 1.0 |
  <2!0.1                      | 1.0 |
  >2.0dev                     | 2.0.5 |
  >1.0.dev1                   | 1.0+local 1.0.dev2+local | 1.0.dev1+local
  >4.1.0a2.dev1234            | 4.1.0a2.dev1235+local | 4.1.0a2.dev1234+local
  >1.0a1                      | 1.0a2+local | 1.0a1+local
  >1.0b1                      | 1.0b2+local | 1.0b1+local
  >1.0rc1                     | 1.0rc2+local | 1.0rc1+local
  >1.0.post1                  | 1.0.post2+local | 1.0.post1+local
  >1.0a1.dev1                 | 1.0a1.dev2+local | 1.0a1.dev1+local
  >1.0.post1.dev1             | 1.0.post1.dev2+local | 1.0.post1.dev1+local
  ==3.*                       |   | 2.0
  !=2+deadbeef                |   | 2.0+deadbeef
  !=2.0.0+deadbeef            |   | 2.0+deadbeef
  !=2.0.0+deadbeef.00         |   | 2.0+deadbeef.0
  !=2.*                       |   | 2.dev1 2a1 2a1.post1 2b1 2b1.dev1 2c1 2c1.post1.dev1 2rc1 2 2.0 2.0.0
  ~=1.0.0                     |   | 1.1.0 1.1.post1
  ==1.0                       |   | 2!1.0
  ==1.0.0.*                   |   | 2!1.0
  ==2!1.0.0.*                 |   | 1.0
  ==1.*                       |   | 2!1.0
  >1.7                        | 1.7.1 1.7.0.1 2.0a1 1.8.dev0 | 1.7.0.post1 1.7+local 1.7rc1
  >1.7.post2                  | 1.7.1 1.7.0.post3 1.7.post3.dev0 | 1.7.0 1.7.post2+local
  >1.7a1                      | 1.7a2.dev0 1.7b0 1.7 | 1.7a1.post3 1.7a1+local 1.7.dev9
  <1.7                        | 1.6.post9 1.6+local 1.6rc1 | 1.7rc1 1.7.dev0 1.7
  <1.7.post1                  | 1.7 1.7rc1 1.7.post0 1.7+local | 1.7.post1.dev0 1.7.post1
  <1.7rc1                     | 1.7b9 1.7.dev0 1.7rc1.dev0 | 1.7rc1 1.7rc1+local 1.7
  <0.dev0                     |   | 0.dev0 0 0a1
  <=1.7                       | 1.7+local 1.7rc1 | 1.7.post0 1.7.post0.dev0 1.7.0.1
  ~=2.2                       | 2.2 2.9 2.2.post3 | 3.0 3.0.dev0 2.1 2.2rc1
  ~=2.2.post3                 | 2.2.post3 2.3 2.2.post4 | 2.2.post2 2.2 3.0a1
  ~=1.4.5a4                   | 1.4.5a4 1.4.5 1.4.9 | 1.5 1.5a1 1.4.5a3
  ==1.1.*                     | 1.1 1.1a1 1.1.post1 1.1.0.0.9 1.1.dev1 | 1.10 1.2.dev0 1.0.9
  ==9007199254740991.*        | 9007199254740991.1 | 9007199254740992 9007199254740990
  >=9007199254740993          | 9007199254740993 9007199254740994 | 9007199254740992
  >1.0.post9007199254740991   | 1.0.post9007199254740992 | 1.0.post9007199254740991`
  .trim()
  .split("\n");

for (const row of rows) {
  const [clause, taken, left] = row.split("|").map((part) => part.trim()) as [string, string, string];
  test(`${clause} takes ${taken || "nothing of it"}, not ${left || "more"}`, () => {
    const specifier = Specifier.parse(clause);
    for (const text of words(taken)) assert.equal(specifier.admits(Version.parse(text)), true, text);
    for (const text of words(left)) assert.equal(specifier.admits(Version.parse(text)), false, text);
  });
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

// packaging's table of what is none, and more.
const notSpecifiers = [
  ..."2.0 =>2.0 == ~=1.0+5 >=1.0+deadbeef <=1.0+abc123 >1.0+watwat <1.0+1.0 ~=1.0.* >=1.0.* <=1.0.* >1.0.* <1.0.*".split(
    " ",
  ),
  ..."==1.0.*+5 !=1.0.*+deadbeef ==2.0a1.* !=2.0a1.* ==2.0.post1.* ==2.0.dev1.* ==1.0+5.* ==1.0.*.5 ~=1 ~=1!1".split(
    " ",
  ),
  ..."==1.2+\u0130 ==foo >= >=v <1.0- ==1..* ==.* !1.0 =1.0 ==1.0,2.0 ==1,".split(" "),
  "",
  "= =1.0",
  "== 1.0 2.0",
  "===1.0 2.0",
  "===1.0;",
  "===(1.0)",
];

for (const text of notSpecifiers) {
  test(`${JSON.stringify(text)} is no specifier`, () => {
    assert.throws(() => Specifier.parse(text), InvalidSpecifier);
    assert.equal(Specifier.tryParse(text), undefined);
  });
}

for (const [text, printed] of [
  ["< 2", "<2"],
  ["\t>=\u00a01.0 \n", ">=1.0"],
  ["==V1.0-ALPHA", "==V1.0-ALPHA"],
  ["=== a,b", "===a,b"],
  ["===", "==="],
  ["====1", "====1"],
] as const) {
  test(`${JSON.stringify(text)} prints as ${printed}`, () => assert.equal(Specifier.parse(text).toString(), printed));
}

// "Arbitrary equality": texts as written, without regard to case.
for (const [clause, version, isTaken] of [
  ["===1.0", "1.0", true],
  ["===1.0", "1.0.0", false],
  ["===1.0", " 1.0", false],
  ["===1.0+DOWNSTREAM", "1.0+downstream", true],
  ["===foobar", "FooBar", true],
  ["===foobar", "foo", false],
  [">=1.0", "foobar", false],
  ["!=1.0", "foobar", false],
  [">=1.0", "v1.1", true],
] as const) {
  test(`${clause} ${isTaken ? "takes" : "leaves"} the text ${JSON.stringify(version)}`, () => {
    assert.equal(Specifier.parse(clause).admits(version), isTaken);
  });
}

test("only a clause that names a pre-release and is not != opts in to them", () => {
  const naming = [">=1.0a1", "==1.0.dev1", "~=1.0rc1", "<2.0b1", "===1.0a1"];
  const silent = [">=1.0", "!=1.0a1", "==1.*", "===foo", "~=1.0.post1", "<=1.0.post1"];
  assert.deepEqual(
    naming.map((text) => Specifier.parse(text).namesPrerelease),
    naming.map(() => true),
  );
  assert.deepEqual(
    silent.map((text) => Specifier.parse(text).namesPrerelease),
    silent.map(() => false),
  );
});

test("clauses that say the same in other words are one in canonical form", () => {
  const pairs = [
    [">=1.0", ">=v1"],
    ["==2.8.0", "==2.8"],
    ["!=1.0c1", "!=1rc1"],
    ["==0.0", "==0"],
  ] as const;
  for (const [a, b] of pairs) assert.equal(Specifier.parse(a).canonical, Specifier.parse(b).canonical);
  const others = [
    ["~=1.0", "~=1.0.0"],
    ["==1.*", "==1.0.*"],
    ["===1.0", "===1"],
    [">=1", ">1"],
  ] as const;
  for (const [a, b] of others) assert.notEqual(Specifier.parse(a).canonical, Specifier.parse(b).canonical);
});

test("a clause prints as what it was read from, and != is the negation of ==", () => {
  fc.assert(
    fc.property(anyClauseText, anyVersion, (text, version) => {
      const clause = Specifier.parse(text);
      assert.equal(Specifier.parse(clause.toString()).admits(version), clause.admits(version));
      if (clause.operator !== "==") return;
      assert.equal(Specifier.parse(`!=${clause.version}`).admits(version), !clause.admits(version));
    }),
    { numRuns: 500 },
  );
});
