/** The recommendation types beside each other, for one question. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { adviseAll, adviseProject, type Advice, type TypeAnswer } from "../../../src/advise/index.ts";
import { typeRows } from "../../../src/advise/say/types.ts";
import {
  adviceWorld,
  ask,
  lockOf,
  manifestText,
  pins,
  type QuestionSketch,
  requestOf,
  signal,
  solved,
} from "../../support/advice-world.ts";

const index = `
  web 3.0rc1 (uploaded 2024-06-01)
  web 2.0 (uploaded 2024-05-01) -> log>=2
  web 1.1 (uploaded 2024-04-01) -> log
  web 1.0 (uploaded 2024-03-01) -> log
  log 2.0 (uploaded 2024-05-01)
  log 1.1 (uploaded 2024-04-01)
  log 1.0 (uploaded 2024-03-01)`;
const advisories = "web<2.0 medium\nlog>=2.0 low\nweb>=3.0rc1 critical";
const sections = '[packages]\nweb = "*"';
const world = { ...(await adviceWorld({ indexes: { pypi: index }, advisories })) };
const services = { ...world.services, compareWithin: 60_000 };
const lock = lockOf(world, sections, "web 1.0, log 1.0");

async function compared(sketch: QuestionSketch = {}): Promise<Advice> {
  const [advice] = await adviseAll([requestOf(manifestText(world, sections), { lock, ...sketch })], services, signal);
  return advice!;
}

const tell = (answers: readonly TypeAnswer[] = []) => typeRows(answers).map((row) => row.join(" | "));

test("each type has a row with what it would choose, what that costs and what it is traded for", async () => {
  assert.deepEqual(tell((await compared()).types), [
    "`latest` | 2 | 1 low | 0 of 2 | 2 | none | better by freshness, worse by major moves not asked for; other advisories; newer `web 2.0` and `log 2.0`",
    "`stable` | 2 | 1 medium | 2 of 2 | 0 | other advisories: 1 package, freshness: 2 packages | what is advised here",
    "`testing` | 2 | 1 critical | 0 of 1 | 1 | none | better by freshness, worse by severe advisories; other advisories; newer `web 3.0rc1`; without `log`",
    "`performance` | 2 | 1 low | 0 of 2 | 2 | other advisories: 1 package | the same stack as `latest`",
    "`security` | 2 | 1 low | 0 of 2 | 2 | advisories: 1 package | the same stack as `latest`",
  ]);
});

test("each row is what the type advises itself", async () => {
  const { types = [] } = await compared();
  const own = new Map(
    pins(await compared())
      .split(", ")
      .map((pin) => pin.split(" ") as [string, string]),
  );
  for (const { recommendation_type: type, outcome } of types) {
    if (outcome.kind !== "solved") assert.fail(outcome.reason);
    const stack = new Map(own);
    for (const { name, version } of outcome.differs) {
      if (version === null) stack.delete(name);
      else stack.set(name, version);
    }
    const said = [...stack]
      .map((pin) => pin.join(" "))
      .sort()
      .join(", ");
    assert.equal(said, pins(await ask(world, sections, { lock, type: type as NonNullable<QuestionSketch["type"]> })));
  }
});

test("where nothing changes, or nobody gives it time, nothing is compared", async () => {
  const written = solved(await compared()).lock;
  assert.equal((await compared({ lock: written })).types, undefined);
  const [hurried] = await adviseAll([requestOf(manifestText(world, sections), { lock })], world.services, signal);
  assert.equal(hurried!.types, undefined);
});

test("a type that has no answer says why", () => {
  const none: TypeAnswer = {
    recommendation_type: "testing",
    advised: false,
    outcome: { kind: "none", reason: "It was not found in time" },
  };
  assert.deepEqual(tell([none]), ["`testing` | – | – | – | – | – | It was not found in time"]);
});

test("the comment of a pull request has the table", async () => {
  const files: Record<string, string> = { Pipfile: manifestText(world, sections), "Pipfile.lock": lock };
  const readFile = async (path: string) => files[path];
  const { plan } = await adviseProject({ readFile, options: {}, command: "thoth advise" }, services, signal);
  if (plan.kind !== "change") assert.fail(plan.reason);
  assert.match(plan.comment, /^## What each type would choose$/m);
  assert.match(plan.comment, /^\| `stable` \| 2 \| .* \| what is advised here \|$/m);
});
