/** Which units take part, where some ask for others. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Condition, type Unit, includedUnits, Inclusion } from "../../src/pipeline/index.ts";
import { context } from "../support/pipeline-samples.ts";

/**
 * A unit a line: `kind name`, then `!` for one whose own condition fails, and behind `<-` what it asks for.
 * One without either has no condition.
 */
function units(sketch: string): readonly Unit[] {
  return sketch.split("\n").map((line) => {
    const [own = "", asked] = line.trim().split(" <- ");
    const [kind = "", name = "", fails] = own.split(" ");
    const condition: Condition | undefined =
      fails === undefined && asked === undefined
        ? undefined
        : { holds: () => fails === undefined, dependencies: (asked ?? "").split(", ").filter(Boolean).map(reference) };
    return unit(kind, name, condition);
  });
}

function reference(text: string): { kind: Unit["kind"]; name: string } {
  const [kind = "", name = ""] = text.split(" ");
  return { kind: kind as Unit["kind"], name };
}

function unit(kind: string, name: string, condition: Condition | undefined): Unit {
  const base = { name, ...(condition && { condition }) };
  return kind === "boot" ? { kind, ...base } : { kind: "wrap", ...base, notes: () => [] };
}

const rows: readonly (readonly [title: string, sketch: string, included: string])[] = [
  ["a unit without a condition takes part", "wrap a", "wrap a"],
  ["a unit whose condition fails does not", "wrap a !", ""],
  ["a unit takes part with what it asks for", "wrap a <- boot b\nboot b", "wrap a, boot b"],
  ["a unit fails with what it asks for", "wrap a <- boot b\nboot b !", ""],
  ["all that is asked for must be there", "wrap a <- boot b, boot c\nboot b\nboot c !", "boot b"],
  ["a name that nobody has is never there", "wrap a <- boot b", ""],
  ["a name of another kind is another name", "wrap a <- boot b\nwrap b", "wrap b"],
  ["a chain holds to its end", "wrap a <- wrap b\nwrap b <- wrap c\nwrap c", "wrap a, wrap b, wrap c"],
  ["a chain fails with its end", "wrap a <- wrap b\nwrap b <- wrap c\nwrap c !", ""],
  ["a unit that asks for itself is out", "wrap a <- wrap a\nwrap b", "wrap b"],
  ["a circle is out, and who asks for it", "wrap a <- wrap b\nwrap b <- wrap c\nwrap c <- wrap b\nwrap d", "wrap d"],
  ["two may ask for one", "wrap a <- wrap c\nwrap b <- wrap c, wrap a\nwrap c", "wrap a, wrap b, wrap c"],
  [
    "a boot and a wrap of one name each have their own verdict",
    "boot a !\nwrap a\nwrap b <- wrap a\nwrap c <- boot a",
    "wrap a, wrap b",
  ],
];

for (const [title, sketch, included] of rows)
  test(title, () => {
    const all = units(sketch);
    const names = (found: readonly Unit[]) => found.map(({ kind, name }) => `${kind} ${name}`).join(", ");
    assert.equal(names(includedUnits(all, context())), included);
    const byOrder = includedUnits(all.toReversed(), context()).toReversed();
    assert.equal(names(byOrder), included, "the order in which units are asked changes nothing");
  });

test("a condition that many units share is looked at once a run", () => {
  let looks = 0;
  const condition: Condition = { holds: () => ++looks > 0 };
  const many = Array.from({ length: 1_000 }, (_, i) => unit("wrap", `w${i}`, condition));
  assert.equal(includedUnits(many, context()).length, 1_000);
  assert.equal(looks, 1);
});

test("a chain may be longer than any stack, and ends well or badly as its last unit does", () => {
  const length = 50_000;
  for (const isIncluded of [true, false]) {
    const chain = Array.from({ length }, (_, i) =>
      unit("wrap", `${i}`, {
        holds: () => isIncluded || i < length - 1,
        dependencies: i < length - 1 ? [{ kind: "wrap", name: `${i + 1}` }] : [],
      }),
    );
    const inclusion = new Inclusion(context(), ({ name }) => chain[Number(name)]);
    assert.equal(inclusion.has(chain[0]!), isIncluded);
  }
});
