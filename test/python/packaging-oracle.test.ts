// A live comparison with pypa's `packaging`, the reference implementation: every answer, and every refusal, must be
// equal. Needs a Python that has it; `THOTH_TEST_PYTHON` names one.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

import { UserError } from "../../src/base/index.ts";
import { answerStandards, defaultEnvironment } from "../../src/main/conformance/standards.ts";
import {
  Requirement,
  SpecifierSet,
  type Tag,
  Version,
  manylinuxPlatforms,
  supportedTags,
} from "../../src/python/index.ts";
import { type StandardsQuestion, standardsQuestions } from "../support/standards-cases.ts";

const version = "26.3";
const python = process.env["THOTH_TEST_PYTHON"] ?? "python3";
const skip = hasPackaging()
  ? false
  : `\`${python}\` has no packaging ${version}: \`pip install packaging==${version}\``;
/** `THOTH_TEST_SEED=N` explores another. */
const seed = Number(process.env["THOTH_TEST_SEED"] ?? 20_240_131);
const count = 10_000;

test(`answers ${count} generated questions as packaging ${version} does, seed ${seed}`, { skip }, () => {
  const questions = standardsQuestions(seed, count);
  const answers = askPackaging(questions);
  const differences = questions.flatMap((question, i) => describeDifference(question, answers[i]!));
  assert.deepEqual(differences, []);
});

test(`supports the tags that packaging ${version} supports, in its order, for each Python and glibc`, { skip }, () => {
  const questions: StandardsQuestion[] = [];
  const ours: (readonly Tag[])[] = [];
  for (const [python, abi] of [
    [[2, 7], "cp27mu"],
    [[3, 6], "cp36m"],
    [[3, 8], "cp38"],
    [[3, 13], "cp313"],
  ] as const) {
    for (const glibc of [5, 12, 17, 28, 34]) {
      const platforms = manylinuxPlatforms("x86_64", [2, glibc]);
      questions.push({ op: "tags", python, abi, platforms });
      ours.push(supportedTags({ python, platforms }));
    }
  }
  assert.deepEqual(
    ours,
    askPackaging(questions).map((answer) => JSON.parse(answer).result),
  );
});

test(`knows the manylinux platforms that packaging ${version} knows, in its order`, { skip }, () => {
  const questions: StandardsQuestion[] = [];
  const ours: string[][] = [];
  for (const [architecture, all] of [
    ["x86_64", ["x86_64"]],
    ["i686", ["i686"]],
    ["aarch64", ["aarch64"]],
    ["armv8l", ["armv8l", "armv7l"]],
  ] as const) {
    for (let glibc = 4; glibc <= 40; glibc += 1) {
      questions.push({ op: "platforms", architectures: all, glibc: [2, glibc] });
      ours.push(manylinuxPlatforms(architecture, [2, glibc]).filter((platform) => !platform.startsWith("linux_")));
    }
  }
  assert.deepEqual(
    ours,
    askPackaging(questions).map((answer) => JSON.parse(answer).result),
  );
});

function hasPackaging(): boolean {
  const probe = spawnSync(python, ["-c", "import packaging; print(packaging.__version__)"], { encoding: "utf8" });
  return probe.stdout?.trim() === version;
}

function askPackaging(questions: readonly StandardsQuestion[]): string[] {
  const script = new URL("../support/packaging-oracle.py", import.meta.url).pathname;
  const input = [defaultEnvironment, ...questions].map((line) => `${JSON.stringify(line)}\n`).join("");
  const run = spawnSync(python, [script], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.trimEnd().split("\n");
}

/** Nothing where the answers agree: equal results, or an error on both sides in whatever words. */
function describeDifference(question: StandardsQuestion, theirs: string): string[] {
  const ours = answer(question);
  const isEqual = isError(ours) ? isError(theirs) : compact(ours) === compact(theirs);
  return isEqual ? [] : [`${JSON.stringify(question)}\n  ours   ${ours}\n  theirs ${theirs}`];
}

/** Without the differences of two JSON writers; numbers that are no doubles stay what they are. */
function compact(json: string): string {
  return JSON.stringify(
    JSON.parse(json, (_key, value, context?: { source?: string }) =>
      typeof value === "number" ? context?.source : value,
    ),
  );
}

function isError(json: string): boolean {
  return json.startsWith('{"error":');
}

/** Through the door where it has the operation. */
function answer(question: StandardsQuestion): string {
  const text = String(question["text"]);
  switch (question.op) {
    case "properties":
      return attempt(() => {
        const version = Version.parse(text);
        const { isPrerelease, isPostrelease, isDevrelease } = version;
        return [version.public, version.base, version.local ?? null, isPrerelease, isPostrelease, isDevrelease];
      });
    case "set":
      return attempt(() => SpecifierSet.parse(text).toString());
    case "print":
      return attempt(() => Requirement.parse(text).toString());
    default:
      return answerStandards(JSON.stringify(question));
  }
}

function attempt(make: () => unknown): string {
  try {
    return JSON.stringify({ result: make() });
  } catch (error) {
    if (error instanceof UserError) return JSON.stringify({ error: error.message });
    throw error;
  }
}
