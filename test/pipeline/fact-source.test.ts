import assert from "node:assert/strict";
import { test } from "node:test";
import { factSource, includedUnits, type Note, notesOn, type Step, type Wrap } from "../../src/pipeline/index.ts";
import { packageName, SpecifierSet } from "../../src/python/index.ts";
import { candidate, context } from "../support/pipeline-samples.ts";

const demo = candidate("demo 1.0");

/** Removes, forbids and praises every candidate that it is asked about. */
function talkative(name: string, more: Partial<Step> = {}): Step {
  const reason = { unit: name, message: "so it is" };
  return {
    kind: "step",
    name,
    *facts(_context, asked, candidates) {
      for (const one of candidates) {
        yield { kind: "remove", candidate: one, reason };
        yield { kind: "opinion", candidate: one, score: 1, reason };
      }
      yield { kind: "forbid", when: [{ name: asked }], reason };
    },
    ...more,
  };
}

function kinds(units: readonly Step[]): string[] {
  return [...factSource(units, context()).facts(demo.name, [demo])].map(({ kind, reason }) => `${reason.unit} ${kind}`);
}

test("removals and prohibitions reach the resolver, opinions do not", () => {
  assert.deepEqual(kinds([talkative("a")]), ["a remove", "a forbid"]);
});

test("a unit is asked only about packages that concern it", () => {
  const concerns = (name: string) => ({ concerns: new Set([packageName(name)]) });
  assert.deepEqual(kinds([talkative("a", concerns("other")), talkative("b", concerns("demo"))]), [
    "b remove",
    "b forbid",
  ]);
});

test("a unit that is not included says nothing", () => {
  assert.deepEqual(kinds([talkative("a", { includes: () => false })]), []);
  assert.deepEqual(
    includedUnits([talkative("a", { includes: () => false }), talkative("b")], context()).map(({ name }) => name),
    ["b"],
  );
});

test("a note is due once if the stack matches every pin of one of its alternatives", () => {
  const pin = (name: string, versions = "") => ({ name: packageName(name), versions: SpecifierSet.parse(versions) });
  const note = (message: string, when: Note["when"]): Note => ({
    kind: "note",
    when,
    severity: "info",
    reason: { unit: "w", message },
  });
  const wrap: Wrap = {
    kind: "wrap",
    name: "w",
    notes: [
      note("any stack", [[]]),
      note("never", []),
      note("both", [[pin("demo"), pin("other")]]),
      note("either", [[pin("other")], [pin("demo", ">=1")], [pin("demo", "==1.0")]]),
      note("newer", [[pin("demo", ">1")]]),
    ],
  };
  assert.deepEqual(
    notesOn([demo], [wrap]).map(({ reason }) => reason.message),
    ["any stack", "either"],
  );
});
