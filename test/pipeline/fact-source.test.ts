import assert from "node:assert/strict";
import { test } from "node:test";
import {
  factSource,
  includedUnits,
  type Note,
  notesBefore,
  notesOn,
  type Step,
  type Unit,
} from "../../src/pipeline/index.ts";
import { packageName } from "../../src/python/index.ts";
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
  assert.deepEqual(kinds([talkative("a", { condition: { holds: () => false } })]), []);
  assert.deepEqual(
    includedUnits([talkative("a", { condition: { holds: () => false } }), talkative("b")], context()).map(
      ({ name }) => name,
    ),
    ["b"],
  );
});

test("each unit is asked for its notes on the stack, boots for theirs before there is one", () => {
  const note = (unit: string): Note => ({ kind: "note", severity: "info", reason: { unit, message: "so it is" } });
  const stack = {
    candidates: [demo],
    introducers: () => new Set<never>(),
    atHand: () => [],
    hasDeparted: () => false,
  };
  const units: readonly Unit[] = [
    { kind: "boot", name: "boot", notes: () => [note("boot")] },
    { ...talkative("quiet") },
    { ...talkative("step"), notes: (_context, { candidates }) => candidates.map(({ name }) => note(name)) },
    { kind: "wrap", name: "wrap", notes: () => [note("wrap")] },
  ];
  const names = (notes: readonly Note[]) => notes.map(({ reason }) => reason.unit);
  assert.deepEqual(names(notesOn(context(), stack, units)), ["demo", "wrap"]);
  assert.deepEqual(names(notesBefore(context(), units)), ["boot"]);
});
