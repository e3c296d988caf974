/**
 * The reader of requirements files against pip's own. Left out on purpose: paths, which pip looks for on the disk;
 * hashes that are none, which pip finds out about when it compares; `--use-feature`, whose choices pip checks.
 */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { UserError } from "../../../src/base/index.ts";
import { parseRequirements } from "../../../src/project/requirements/parse.ts";
import type { Statement } from "../../../src/project/requirements/statement.ts";
import { normalizeName } from "../../../src/python/index.ts";
import { run } from "../../support/command.ts";
import { python, skipWithout } from "../../support/python-clients.ts";
import { SeededRandom } from "../../support/random.ts";

const [hashA, hashB] = [`--hash=sha256:${"a".repeat(64)}`, `--hash sha256:${"b".repeat(64)}`];

const pieces: readonly string[] = [
  ..."flask|Flask_X|a.b>=1,<2|a == 1.0|a[x,Y]~=1.2|a[]|a (>=1)|a===1.0|a==1.*|a!=1|a>1;|a=1|1|-|_x|a b|'a'".split("|"),
  "requests==2.0; python_version<'3'",
  "requests ; sys_platform == 'win32' or os_name == \"nt\"",
  "a ; bad",
  "x @ https://e.org/x-1.0-py3-none-any.whl",
  "x @ git+https://e.org/x.git@main ; os_name == 'nt'",
  "https://e.org/x-1.0-py3-none-any.whl",
  "git+https://e.org/p.git#egg=Proj",
  "-e git+https://e.org/p.git#egg=P",
  "--editable=git+https://e.org/p.git#egg=P",
  "-i https://a/simple",
  "--index-url=https://a/simple",
  "--extra https://b",
  "--in https://q",
  "--pypi-url https://p",
  "--no-index",
  "-fw",
  '-f \'a b\' --find-links "c\\"d"',
  "--find-links 'a",
  "--find-links a\\ b",
  "--pre",
  "--pr",
  "--pre=1",
  "--prefer-binary --trusted-host h:8 --require-hashes",
  "--no-binary :all: --only-binary a,b",
  "--all-releases a --only-final :all:",
  "--unknown",
  "-z",
  "--index-url",
  `a==1 ${hashA}`,
  `a==1 ${hashA} ${hashB}`,
  "a==1 --pre",
  "a==1 -C k=v",
  "a==1 --global-option x",
  "${X}",
  "--index-url https://${USER}:${PW}@h/s",
  "a==1 # c",
  "#a==1",
  "https://e/x#egg=a",
  "a\u00a0>=1",
  "é",
  "a==1\x0cb==2",
];
const ends = ["\n", "\n", "\n", "\r\n", "\r", " # x\n", " \\\n", " \\\n    # c\n", "\\\r\n  ", "\n\n", "\n   \n"];

/** The same facts that the oracle tells. */
function outline(statement: Statement): unknown {
  if (statement.kind === "requirement") {
    const { name, source, marker, extras, editable, hashes } = statement;
    return {
      name: name ?? null,
      specifier: source.kind === "index" ? source.specifier.toString() : "",
      marker: marker?.toString() ?? null,
      extras: extras.toSorted(),
      editable,
      hashes: editable ? [] : [...new Set(hashes)].toSorted(),
    };
  }
  const options = statement.kind === "options" ? statement.options : [];
  const values = (wanted: string) => options.filter(({ name }) => name === wanted).map(({ value }) => value);
  return {
    index: values("--index-url").at(-1) ?? null,
    extra: values("--extra-index-url"),
    links: values("--find-links"),
    closed: values("--no-index").length > 0,
    pre: values("--pre").length > 0,
    hosts: values("--trusted-host"),
  };
}

function answer(text: string): unknown {
  try {
    return parseRequirements("r.txt", text).statements.map(outline);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return null;
  }
}

/** pip tells names as they are written. */
function normalized(told: readonly Record<string, unknown>[] | null): unknown {
  return (
    told?.map((each) => {
      if (!("extras" in each)) return each;
      const { name, extras } = each as { name: string | null; extras: readonly string[] };
      return {
        ...each,
        name: name === null ? null : normalizeName(name),
        extras: extras.map(normalizeName).toSorted(),
      };
    }) ?? null
  );
}

/** Why the comparison is not made, or false. */
async function skipReason(): Promise<string | false> {
  const missing = skipWithout("pip");
  if (missing !== false) return missing;
  const { stdout } = await run(python!, ["-c", "import pip; print(pip.__version__)"]);
  return Number(stdout.split(".")[0]) >= 26
    ? false
    : `needs pip 26, and there is pip ${stdout.trim()}: pip install -r .ci/requirements.txt`;
}

test("lines mean what they mean to pip 26", { skip: await skipReason() }, async () => {
  const random = new SeededRandom(735);
  const pick = <Item>(list: readonly Item[]): Item => list[random.below(list.length)]!;
  const files = Array.from({ length: 1_500 }, () =>
    Array.from({ length: 1 + random.below(5) }, () => pick(pieces) + pick(ends)).join(""),
  );
  const texts = [...pieces, ...files];
  const oracle = fileURLToPath(new URL("../../support/pip-oracle.py", import.meta.url));
  const input = texts.map((text) => `${JSON.stringify(text)}\n`).join("");
  const { stdout, stderr, code } = await run(python!, [oracle], { input });
  assert.equal(code, 0, stderr);
  const told = stdout.trimEnd().split("\n");
  assert.equal(told.length, texts.length);
  for (const [i, text] of texts.entries())
    assert.deepEqual(answer(text), normalized(JSON.parse(told[i]!)), JSON.stringify(text));
});
