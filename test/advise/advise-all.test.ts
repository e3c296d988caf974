import { test } from "node:test";
import assert from "node:assert/strict";

import { type Advice, adviseAll } from "../../src/advise/index.ts";
import { UserError } from "../../src/base/index.ts";
import type { EnvironmentProject } from "../../src/project/index.ts";
import { type QuestionSketch, adviceWorld, manifestText, requestOf, signal } from "../support/advice-world.ts";

class IndexDown extends UserError {
  readonly code = "INDEX_DOWN";
}

const world = await adviceWorld({ indexes: { pypi: "web 2.0 (python >=3.9)\nweb 1.0" } });

function request(name: string, sections = '[packages]\nweb = "*"', sketch: QuestionSketch = {}): EnvironmentProject {
  return requestOf(manifestText(world, sections), { ...sketch, name });
}

function tell({ environment, outcome }: Advice): string {
  return `${environment.name} ${outcome.kind}${outcome.kind === "failed" ? `: ${outcome.code}, ${outcome.message}` : ""}`;
}

test("a broken environment leaves the others their advice", async () => {
  const ready = request("good");
  const { environment, manifestPath, lockPath } = request("bad");
  const error = new IndexDown("Pipfile:3:1: nonsense", { hint: "mend it" });
  const broken: EnvironmentProject = { kind: "broken", environment, manifestPath, lockPath, error };
  const advice = await adviseAll([broken, ready], world.services, signal);
  assert.deepEqual(advice.map(tell), ["bad failed: INDEX_DOWN, Pipfile:3:1: nonsense", "good solved"]);
  assert.deepEqual(advice[0]!.outcome, { kind: "failed", code: "INDEX_DOWN", message: error.message, hint: "mend it" });
});

test("an index that fails for one environment fails only there", async () => {
  let opened = 0;
  const services: typeof world.services = {
    ...world.services,
    openIndexes: (...indexes) => {
      if (opened++ === 0) throw new IndexDown("the index `pypi` does not answer");
      return world.services.openIndexes(...indexes);
    },
  };
  const advice = await adviseAll([request("first"), request("second")], services, signal);
  assert.deepEqual(advice.map(tell), ["first failed: INDEX_DOWN, the index `pypi` does not answer", "second solved"]);
});

test("a bug is thrown", async () => {
  const services: typeof world.services = {
    ...world.services,
    openIndexes: () => {
      throw new TypeError("undefined is not a function");
    },
  };
  await assert.rejects(adviseAll([request("only")], services, signal), TypeError);
});

test("a deadline is an outcome, and a signal that fires for anything else is not", async () => {
  const late = AbortSignal.abort(new DOMException("time is up", "TimeoutError"));
  assert.deepEqual((await adviseAll([request("only")], world.services, late)).map(tell), [
    "only failed: OUT_OF_TIME, no stack for `only` was found in the given time",
  ]);
  await assert.rejects(adviseAll([request("only")], world.services, AbortSignal.abort()), { name: "AbortError" });
});

const shares = (writer: string, name: string) =>
  `\`${writer}\` writes \`Pipfile.lock\`, which \`${name}\` shares; with \`overlays_dir\` each environment has its own`;

test("an environment that shares a lock is told who writes it, and whether it holds there", async () => {
  const all = [["new", "3.9"] as const, ["same", "3.10"] as const, ["old", "3.8"] as const];
  const apart = await adviceWorld({ indexes: { pypi: "web 2.0 (python >=3.9)\nweb 1.0 (python <3.9)" } });
  const projects = all.map(([name, python]) => request(name, undefined, { python }));
  const [first, same, old] = (await adviseAll(projects, apart.services, signal)).map(tellNotes);
  assert.deepEqual(first, []);
  assert.deepEqual(same, [shares("new", "same")]);
  assert.deepEqual(old, [
    shares("new", "old"),
    "`Pipfile.lock` as `new` writes it does not hold here: [default] web 2.0 has no file that fits, and 2 more",
  ]);
});

test("the first environment with a stack writes the lock, and the ones before it are told too", async () => {
  const { environment, manifestPath, lockPath } = request("bad");
  const error = new IndexDown("Pipfile:3:1: nonsense");
  const broken: EnvironmentProject = { kind: "broken", environment, manifestPath, lockPath, error };
  const none = request("none", '[packages]\nweb = ">=3"');
  const advice = await adviseAll([broken, none, request("good")], world.services, signal);
  assert.deepEqual(advice.map(tellNotes), [[shares("good", "bad")], [shares("good", "none")], []]);
});

function tellNotes({ notes }: Advice): string[] {
  return notes.map(({ message }) => message).filter((message) => message.includes("Pipfile.lock"));
}
