// A live comparison with pypa's `packaging`, the reference implementation: every answer, and every refusal, must be
// equal. Needs a Python that has it; `THOTH_TEST_PYTHON` names one.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

import { defaultEnvironment } from "../../src/main/conformance/standards.ts";
import { describeDifference } from "../support/packaging-answers.ts";
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
