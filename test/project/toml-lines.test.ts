import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "smol-toml";
import { TomlLines } from "../../src/project/toml-lines.ts";

const text = `# a "comment" with [brackets]
[[source]] # first
name = 'pypi'
[[source]]
url = "https://x/#not-a-comment" # a comment

[packages]
"a.b" = "*"
c.version = "==1"
long = { version = ">=1", extras = [ # inside
  "x#y",
  'z',
] }
"q\\u0061" = """two
  lines"""   # after
[packages.table]
version = "*"
[ dev-packages . "odd [name]" ]
version = "1"
`;

// Path, line, column, statement.
const places: readonly (readonly [readonly string[], number, number, string])[] = [
  [["source"], 2, 1, "[[source]]"],
  [["source", "0", "name"], 3, 1, "name = 'pypi'"],
  [["source", "1"], 4, 1, "[[source]]"],
  [["source", "1", "url"], 5, 1, 'url = "https://x/#not-a-comment"'],
  [["packages", "a.b"], 8, 1, '"a.b" = "*"'],
  [["packages", "c"], 9, 1, 'c.version = "==1"'],
  [["packages", "long"], 10, 1, `long = { version = ">=1", extras = [ # inside "x#y", 'z', ] }`],
  [["packages", "long", "extras"], 10, 1, `long = { version = ">=1", extras = [ # inside "x#y", 'z', ] }`],
  [["packages", "qa"], 14, 1, '"q\\u0061" = """two lines"""'],
  [["packages", "table"], 16, 1, "[packages.table]"],
  [["packages", "table", "version"], 17, 1, 'version = "*"'],
  [["dev-packages", "odd [name]"], 18, 1, '[ dev-packages . "odd [name]" ]'],
  [["packages", "absent"], 7, 1, "[packages]"],
  [["absent"], 1, 1, ""],
];

test("the sample is TOML", () => assert.ok(parse(text)));

for (const [path, line, column, statement] of places) {
  test(`${path.join(" > ")} stands in line ${line}`, () =>
    assert.deepEqual(TomlLines.of(text).at(path), { line, column, text: statement }));
}

test("lines may end in CRLF and keys may be indented", () => {
  const lines = TomlLines.of('[packages]\r\n  six = "*"\r\n');
  assert.deepEqual(lines.at(["packages", "six"]), { line: 2, column: 3, text: 'six = "*"' });
});

test("a multi-line string may end in quotes of its own", () => {
  const lines = TomlLines.of('a = """x"""""\nb = 1\n');
  assert.equal(lines.at(["b"]).line, 2);
});
