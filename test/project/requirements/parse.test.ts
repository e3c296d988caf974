import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { UserError } from "../../../src/base/index.ts";
import { parseRequirements } from "../../../src/project/requirements/parse.ts";
import type { Statement } from "../../../src/project/requirements/statement.ts";
import { cpuTime } from "../../support/cpu-time.ts";

const a64 = `sha256:${"a".repeat(64)}`;
const b64 = `sha256:${"b".repeat(64)}`;

/** A statement on one line: its place, what it asks for, and its options. */
function outline(statement: Statement): string {
  const at = `${statement.line}:${statement.column}`;
  switch (statement.kind) {
    case "include":
      return `${at} ${statement.isConstraint ? "constraints" : "include"} ${statement.path}`;
    case "options":
      return [at, ...statement.options.map(({ name, value }) => `${name} ${value}`.trim())].join(" ");
    case "constraint":
      return `${at} constraint ${statement.requirement.toString()}`;
    case "requirement": {
      const { name, source, extras, marker, editable, hashes } = statement;
      const from = source.kind === "index" ? source.specifier.toString() || "any" : JSON.stringify(source);
      const parts = [
        `${at} ${name ?? "?"}${extras.length === 0 ? "" : `[${extras.join(",")}]`} ${from}`,
        ...(marker === undefined ? [] : [`; ${marker.toString()}`]),
        ...(editable ? ["editable"] : []),
        ...hashes.map((hash) => hash.slice(0, 8)),
      ];
      return parts.join(" ");
    }
  }
}

function read(text: string): readonly string[] {
  return parseRequirements("r.txt", text).statements.map(outline);
}

const vcs = (url: string, subdirectory?: string) => JSON.stringify({ kind: "vcs", system: "git", url, subdirectory });
const file = (url: string) => JSON.stringify({ kind: "file", url });
const path = (text: string) => JSON.stringify({ kind: "path", path: text });

// What pip 26.3 makes of a line. Paths are told from names without a disk: by a slash or a dot at the start.
const lines: readonly (readonly [text: string, statement: string])[] = [
  ["flask", "1:1 flask any"],
  ["  Flask_X [b, a] >=1, <2", "1:3 flask-x[a,b] <2,>=1"],
  ["a (>=1)", "1:1 a >=1"],
  ["a>1;", "1:1 a >1"],
  ["a===1.0", "1:1 a ===1.0"],
  ["requests==2; python_version<'3'", '1:1 requests ==2 ; python_version < "3"'],
  ["x @ https://e.org/x-1.0-py3-none-any.whl", `1:1 x ${file("https://e.org/x-1.0-py3-none-any.whl")}`],
  ["x[y] @ git+https://e.org/x.git@main", `1:1 x[y] ${vcs("https://e.org/x.git@main")}`],
  ["https://e.org/x-1.0-py3-none-any.whl", `1:1 x ${file("https://e.org/x-1.0-py3-none-any.whl")}`],
  ["https://e.org/x.zip ; os_name == 'nt'", `1:1 ? ${file("https://e.org/x.zip")} ; os_name == "nt"`],
  ["git+https://e.org/p.git#egg=P&subdirectory=s", `1:1 p ${vcs("https://e.org/p.git", "s")}`],
  ["./dir/", `1:1 ? ${path("./dir/")}`],
  ["../dir[x]", `1:1 ?[x] ${path("../dir")}`],
  ["foo-1.0-py3-none-any.whl", `1:1 foo ${path("foo-1.0-py3-none-any.whl")}`],
  ["-e .", `1:1 ? ${path(".")} editable`],
  ["--editable=git+https://e.org/p.git#egg=P", `1:1 p ${vcs("https://e.org/p.git")} editable`],
  [`a==1 --hash=${a64} --hash ${b64}`, "1:1 a ==1 sha256:a sha256:b"],
  ["a==1 -C k=v", "1:1 a ==1"],
  ["-r more.txt", "1:1 include more.txt"],
  ["-rmore.txt", "1:1 include more.txt"],
  ["--constraint 'with blank.txt'", "1:1 constraints with blank.txt"],
  ["-i https://a/simple", "1:1 --index-url https://a/simple"],
  ["--pypi-url=https://a/simple", "1:1 --index-url https://a/simple"],
  ["--extra https://b --pre", "1:1 --extra-index-url https://b --pre"],
  ["--index-url https://${USER}:${PASSWORD}@h/s", "1:1 --index-url https://${USER}:${PASSWORD}@h/s"],
  ['--find-links "a\\"b" --no-index', '1:1 --find-links a"b --no-index'],
  ["--no-binary :all: --only-binary a,b", "1:1 --no-binary :all: --only-binary a,b"],
  ["--prefer-binary --require-hashes", "1:1 --prefer-binary --require-hashes"],
  ["--trusted-host h:8080 --use-feature fast-deps", "1:1 --trusted-host h:8080 --use-feature fast-deps"],
  ["\uFEFFflask", "1:2 flask any"],
];
for (const [text, statement] of lines) test(`reads ${text}`, () => assert.deepEqual(read(text), [statement]));

test("lines are joined and comments are none of them", () => {
  const text = [
    "# only a comment",
    "",
    "flask \\",
    "  >=2 # web",
    "a#b==1 @ x # `#` within a word is no comment".replace("a#b==1 @ x", "b @ https://e/b.zip#sha256=0"),
    `a==1 \\`,
    `    --hash=${a64} \\`,
    "    # a comment ends the line, whatever stands at its end \\",
    "c",
  ].join("\n");
  assert.deepEqual(read(text), [
    "3:1 flask >=2",
    `5:1 b ${file("https://e/b.zip#sha256=0")}`,
    "6:1 a ==1 sha256:a",
    "9:1 c any",
  ]);
  assert.deepEqual(read(text.replaceAll("\n", "\r\n")), read(text));
});

const wrong: readonly (readonly [text: string, message: string])[] = [
  ["flask\na b", "r.txt:2:1: `a b` is not a requirement: expected `,`, `;` or the end of the requirement at column 3"],
  ["a==1 --hash=md5:00", "r.txt:1:6: `md5:00` is not a hash that pip takes"],
  [`a==1 \\\n  --hash=sha256:00`, "r.txt:2:3: `sha256:00` is not a hash that pip takes"],
  ["--unknown 1", "r.txt:1:1: `--unknown` is not an option of a requirements file"],
  ["--pre -z", "r.txt:1:7: `-z` is not an option of a requirements file"],
  ["--index-url", "r.txt:1:1: `--index-url` has no value"],
  ["--pre=1", "r.txt:1:1: `--pre` takes no value"],
  ["--no", "r.txt:1:1: `--no` may be `--no-index`, `--no-binary`, `--no-require-hashes`"],
  ["-r 'a", "r.txt:1:4: the quote `'` is not closed"],
  ["-e https://e.org/x.zip", "r.txt:1:1: `https://e.org/x.zip` cannot be editable"],
  ["# coding: latin-1\nnäme", "r.txt:1:1: the file says that its encoding is `latin-1`, and only UTF-8 is read"],
];
for (const [text, message] of wrong)
  test(`refuses ${JSON.stringify(text)}`, () =>
    assert.throws(() => parseRequirements("r.txt", text), { code: "INVALID_REQUIREMENTS_FILE", message }));

test("another encoding is no matter while everything but comments is ASCII", () => {
  assert.deepEqual(read("# -*- coding: latin-1 -*-\na # é"), ["2:1 a any"]);
  assert.deepEqual(read("# coding=utf8\n./é"), [`2:1 ? ${path("./é")}`]);
});

test("what pip drops without a word is a remark", () => {
  const text = `a==1 --pre\n--hash=${a64}\n-r x.txt -r y.txt\n--pre flask`;
  assert.deepEqual(parseRequirements("r.txt", text).remarks, [
    "r.txt:1:6: `--pre` stands behind a requirement, and pip ignores it",
    "r.txt:2:1: `--hash` has nothing that it could be for here, and pip ignores it",
    "r.txt:3:10: `--requirement` has nothing that it could be for here, and pip ignores it",
    "r.txt:4:7: `flask` stands behind an option, and pip ignores it",
  ]);
});

test("a constraint is a name with bounds", () => {
  const constraints = (text: string) => parseRequirements("c.txt", text, { isConstraint: true });
  assert.deepEqual(constraints("Flask<2; python_version<'3'").statements.map(outline), [
    '1:1 constraint Flask<2; python_version < "3"',
  ]);
  assert.throws(() => constraints("a[x]"), { message: "c.txt:1:1: `a[x]` is a constraint, which has no extras" });
  assert.throws(() => constraints("-e ."), {
    message: "c.txt:1:1: `-e .` is a constraint, which cannot be editable",
  });
});

test("any text is read or refused in one sentence that names its place", () => {
  const piece = fc.constantFrom(
    "a",
    "==1",
    " ",
    "\n",
    "\r\n",
    "\\",
    "#",
    "-",
    "--",
    "'",
    '"',
    "[",
    ";",
    "@",
    "-r",
    "/",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        parseRequirements("r.txt", pieces.join(""));
      } catch (error) {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.message, /^r\.txt:\d+:\d+: /);
      }
    }),
  );
});

test("the cost of hostile text grows with its length", () => {
  const hostile = ["\\\n", "a \\\n", "--pre ", "# ", " #", "a;", "'", "-e .", "[", `a==1 --hash=${a64}\n`];
  const tryRead = (text: string) => {
    try {
      parseRequirements("r.txt", text);
    } catch (error) {
      assert.ok(error instanceof UserError);
    }
  };
  for (const piece of hostile) {
    const text = piece.repeat(200_000 / piece.length);
    const time = cpuTime(() => tryRead(text));
    assert.ok(time < 1_000, `${piece}: ${time}`);
  }
});

test("lines end where Python ends them", () => {
  const breaks = ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"];
  assert.deepEqual(
    read(breaks.map((end, i) => `p${i}${end}`).join("")),
    breaks.map((_, i) => `${i + 1}:1 p${i} any`),
  );
});
