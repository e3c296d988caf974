import { test } from "node:test";
import assert from "node:assert/strict";
import { limits } from "../../src/base/index.ts";
import { parseRequiresTxt } from "../../src/package-index/requires-txt.ts";

/** The file, `Requires-Dist` as it would stand today, and the extras. */
const cases: readonly (readonly [title: string, text: string, requires: readonly string[], extras: string])[] = [
  ["nothing", "", [], ""],
  ["plain lines", "requests>=2,<3\nsix\n", ["requests>=2,<3", "six"], ""],
  ["lines of Windows, blanks and remarks", "# ours\r\n  six  \r\n\r\n", ["six"], ""],
  [
    "an extra",
    "six\n\n[Socks_5]\nPySocks!=1.5.7,>=1.5.6\n",
    ["six", 'PySocks!=1.5.7,>=1.5.6; extra == "socks-5"'],
    "socks-5",
  ],
  ["a condition", '[:python_version < "3"]\nfutures\n', ['futures; python_version < "3"'], ""],
  [
    "a condition of an extra",
    "[socks:sys_platform == 'win32']\nwin-inet-pton\n",
    ['win-inet-pton; sys_platform == "win32" and extra == "socks"'],
    "socks",
  ],
  [
    "a choice within a condition",
    "[x:python_version<'2.7' or python_version=='3.0']\nargparse\n",
    ['argparse; (python_version < "2.7" or python_version == "3.0") and extra == "x"'],
    "x",
  ],
  [
    "a line with a condition of its own",
    '[x]\nfoo[bar]>=1; os_name == "nt" or os_name == "posix"\n',
    ['foo[bar]>=1; (os_name == "nt" or os_name == "posix") and extra == "x"'],
    "x",
  ],
  ["an address", "[x]\nfoo @ https://x.example/foo.zip\n", ['foo @ https://x.example/foo.zip ; extra == "x"'], "x"],
  ["an old spelling", "[x]\nfoo (>=1.*)\n", ['foo>=1; extra == "x"'], "x"],
  ["an extra without requirements", "[x]\n\n[y]\nfoo\n", ['foo; extra == "y"'], "x, y"],
  ["an extra of a name that setuptools changes", "[my extra]\nfoo\n", ['foo; extra == "my-extra"'], "my-extra"],
  ["an extra for which nobody can ask", '[" or os_name != "]\nfoo\n[x]\nbar\n', ['bar; extra == "x"'], "x"],
  ["a line that is no requirement", "[x]\n-e .\n", ["-e ."], "x"],
];
for (const [title, text, requires, extras] of cases)
  test(`requires.txt with ${title} is read`, () => {
    const read = parseRequiresTxt("requires.txt", text);
    assert.deepEqual(read.requires, requires);
    assert.equal(read.extras.join(", "), extras);
  });

test("a condition that is no marker is refused", () => {
  assert.throws(() => parseRequiresTxt("requires.txt", "[x:nonsense]\nfoo\n"), { code: "INVALID_METADATA" });
});

test("no more requirements are read than metadata may have", () => {
  const { requirements } = limits.metadata;
  assert.equal(parseRequiresTxt("requires.txt", "a\n".repeat(requirements)).requires.length, requirements);
  assert.throws(() => parseRequiresTxt("requires.txt", "a\n".repeat(requirements + 1)), { code: "INPUT_TOO_LARGE" });
});
