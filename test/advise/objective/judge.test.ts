import assert from "node:assert/strict";
import { test } from "node:test";

import { readQuestion } from "../../../src/advise/question.ts";
import type { Step } from "../../../src/pipeline/index.ts";
import { packageName } from "../../../src/python/index.ts";
import {
  type QuestionSketch,
  adviceWorld,
  lockOf,
  manifestText,
  requestOf,
  signal,
} from "../../support/advice-world.ts";

const web = packageName("web");
const index = { pypi: "web 3.0rc1\nweb 2.0\nweb 1.0 (python >=3.9)\nweb 0.9" };
const sections = '[packages]\nweb = "*"';
let asked = 0;
const taste: Step = {
  kind: "step",
  name: "test.Taste",
  concerns: new Set([web]),
  *facts(_context, _name, candidates) {
    asked++;
    for (const candidate of candidates)
      if (candidate.version.text === "2.0")
        for (const score of [-0.5, -0.25])
          yield { kind: "opinion", candidate, score, reason: { unit: this.name, message: "Slow" } };
  },
};

async function judged(sketch: QuestionSketch = {}) {
  const world = await adviceWorld({ indexes: index, units: [taste] });
  const lock = lockOf(world, sections, "web 2.0");
  const request = requestOf(manifestText(world, sections), { lock, ...sketch });
  const { judge, objective, universe } = await readQuestion(request, world.services, signal);
  const list = await universe.candidates(web, signal);
  if (list.kind !== "known") assert.fail(list.reason);
  const byVersion = new Map(list.candidates.map((candidate) => [candidate.version.text, candidate]));
  const tier = (name: string) => objective.findIndex((row) => row.name === name);
  return {
    judge,
    facts: [...judge.facts(web, list.candidates)],
    list,
    of: (text: string) => byVersion.get(text)!,
    tier,
  };
}

const texts = (candidates: Iterable<{ readonly version: { readonly text: string } }>) =>
  [...candidates].map(({ version }) => version.text);

test("a package that the search has not met is not judged", async () => {
  const { judge } = await judged();
  assert.equal(judge.judgement(packageName("http")), undefined);
});

test("what is removed or a pre-release that nothing allows is not eligible", async () => {
  const { judge } = await judged();
  const { candidates, removed, eligible, newest } = judge.judgement(web)!;
  assert.deepEqual(texts(candidates), ["3.0rc1", "2.0", "1.0", "0.9"]);
  assert.deepEqual(texts(removed.keys()), ["1.0"]);
  assert.deepEqual([texts(eligible), newest?.version.text], [["2.0", "0.9"], "2.0"]);
});

test("pre-releases are as good as others where they are allowed", async () => {
  const { judge } = await judged({ allowPrereleases: ["web"] });
  assert.equal(judge.judgement(web)!.newest?.version.text, "3.0rc1");
});

test("costs of one candidate in one tier add up, and are told as facts", async () => {
  const { judge, facts, of, tier } = await judged();
  assert.equal(judge.costOf(of("2.0"), tier("rules")), 7_500);
  assert.equal(judge.costOf(of("0.9"), tier("rules")), 0);
  assert.deepEqual(
    judge.costsOf(of("0.9"), tier("regressions")).map(({ reason }) => reason.message),
    ["it is older than 2.0, which is locked"],
  );
  const scores = facts.filter((fact) => fact.kind === "cost" && fact.candidate === of("2.0"));
  assert.deepEqual(
    scores.map((fact) => fact.kind === "cost" && [fact.tier, fact.cost]),
    [[tier("rules"), 7_500]],
  );
});

test("units are asked once a package", async () => {
  const { judge, list } = await judged();
  const before = asked;
  assert.ok([...judge.facts(web, list.candidates)].length > 0);
  assert.equal(asked, before);
});
