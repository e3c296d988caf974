/** The smallest change without an advisory, and the proof where there is none. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Advice } from "../../../src/advise/index.ts";
import { renderPlain } from "../../../src/cli/index.ts";
import { sayBecause } from "../../../src/advise/say/changes.ts";
import { sayObstacle, sayProofOf } from "../../../src/advise/say/fix.ts";
import { adviceWorld, ask, changeOf, lockOf, pins, solved } from "../../support/advice-world.ts";

interface Case {
  readonly index: string;
  readonly advisories: string;
  readonly lock: string;
  readonly asks: string;
  readonly fix?: readonly string[] | "all";
  readonly thothYaml?: string;
}

async function fix({ index, advisories, lock, asks, fix: named = ["ADV-1"], thothYaml }: Case): Promise<Advice> {
  const world = await adviceWorld({ indexes: { pypi: index }, advisories });
  const sections = `[packages]\n${asks}`;
  const goal = { kind: "fix", advisories: named } as const;
  return await ask(world, sections, { lock: lockOf(world, sections, lock), goal, ...(thothYaml && { thothYaml }) });
}

/** Such as `web 1.0 -> 1.1`, by name. */
function moves(advice: Advice): string {
  return solved(advice)
    .changes.map(({ name, from, to }) => `${name} ${from} -> ${to}`)
    .join(", ");
}

const capped = {
  index: `app 1.0 -> foo >=1
          foo 1.2 -> django <4
          foo 1.3 -> django >=3
          foo 2.0 -> django >=4
          django 3.2.1
          django 4.2.16
          django 5.1
          log 1.0
          log 1.1`,
  advisories: "django<4.2 high",
  lock: "app 1.0, django 3.2.1, foo 1.2, log 1.0",
  asks: 'app = "*"\nlog = "*"',
};

test("a flaw that a parent caps goes by moving the parent, and nothing else moves", async () => {
  const advice = await fix(capped);
  assert.equal(moves(advice), "django 3.2.1 -> 4.2.16, foo 1.2 -> 1.3");
  assert.equal(solved(advice).proved, true);
  assert.deepEqual(advice.fix, { asked: ["ADV-1"], absent: [], remaining: [] });
  assert.deepEqual(changeOf(advice, "django").because, { kind: "fixes", advisories: ["ADV-1"] });
  assert.equal(
    renderPlain(sayBecause(changeOf(advice, "foo").because, new Map())),
    "`foo 1.2` requires `django<4`, which keeps `django 4.2.16` out; now it requires `django>=3`",
  );
});

test("only what is named goes, by any of its names and however it is written", async () => {
  const index = "web 1.0.0\nweb 1.0.1\nlog 1.0.0\nlog 1.0.1";
  const asked = { index, advisories: "web<1.0.1 low\nlog<1.0.1 critical", lock: "log 1.0.0, web 1.0.0" };
  const asks = 'web = "*"\nlog = "*"';
  assert.equal(moves(await fix({ ...asked, asks, fix: ["adv-1 "] })), "web 1.0.0 -> 1.0.1");
  assert.equal(moves(await fix({ ...asked, asks, fix: "all" })), "log 1.0.0 -> 1.0.1, web 1.0.0 -> 1.0.1");
});

test("what was asked for and concerns no locked release is told", async () => {
  const advice = await fix({ ...capped, fix: ["CVE-1999-0001"] });
  assert.equal(moves(advice), "");
  assert.deepEqual(advice.fix, { asked: ["CVE-1999-0001"], absent: ["CVE-1999-0001"], remaining: [] });
});

test("no other advisory comes in where another way is as good", async () => {
  const index = "web 1.0.0\nweb 1.0.1\nweb 1.1.0";
  const advisories = "web<1.0.1 high\nweb>=1.0.1 medium";
  const advice = await fix({ index, advisories, lock: "web 1.0.0", asks: 'web = "*"' });
  // The medium one weighs half of the high one that goes.
  assert.equal(moves(advice), "web 1.0.0 -> 1.0.1");
  const worse = await fix({
    index,
    advisories: "web<1.0.1 medium\nweb>=1.0.1 high",
    lock: "web 1.0.0",
    asks: 'web = "*"',
  });
  assert.equal(moves(worse), "");
  assert.deepEqual(worse.fix?.remaining, [
    {
      id: "ADV-1",
      package: "web",
      version: "1.0.0",
      why: { kind: "traded", older: [], advisories: [{ id: "ADV-2", package: "web" }] },
    },
  ]);
});

test("where no stack is without it, the lock stays and the conflict is the proof, with the cheapest way out", async () => {
  const advice = await fix({ ...capped, asks: 'app = "*"\nlog = "*"\nfoo = "<1.3"' });
  assert.equal(pins(advice), "app 1.0, django 3.2.1, foo 1.2, log 1.0");
  const [remaining, ...others] = advice.fix!.remaining;
  assert.deepEqual(others, []);
  assert.equal(remaining?.why.kind, "impossible");
  if (remaining?.why.kind !== "impossible") return;
  const { requirements, explanation, relaxations } = remaining.why;
  assert.ok(requirements.some(({ text }) => text === 'foo = "<1.3"'));
  assert.ok(explanation.some((line) => line.kind === "excluded" && line.rule.message === "ADV-1 affects it"));
  assert.deepEqual(
    relaxations[0]?.lines.map(({ name, bounds, gives }) => [name, bounds, gives]),
    [["foo", "<1.3", "1.3"]],
  );
});

/** Why the only advisory that remains is still there, and the hint. */
function obstacle(advice: Advice): readonly string[] {
  const [remaining, ...others] = advice.fix!.remaining;
  assert.deepEqual(others, []);
  const hints = sayProofOf(remaining!.why).filter((line) => line.startsWith("Hint"));
  return [sayObstacle(remaining!.why), ...hints].map(renderPlain);
}

const downwards = {
  index: `app 1.0
          app 2.0 -> mark >=2
          app 3.0 -> mark >=3
          mark 2.0
          mark 2.1`,
  advisories: "mark>=0 high",
  lock: "app 2.0, mark 2.0",
  asks: 'app = "==2.0"',
};

test("a way out goes up from the lock, and where none does a line goes", async () => {
  assert.deepEqual(obstacle(await fix(downwards)), [
    'No stack is without it as long as `Pipfile:7` asks for `app = "==2.0"`',
    "Hint: leave out `app` (`Pipfile:7`)",
  ]);
  const index = `${downwards.index}\n          app 4.0 -> base\n          base 1.0`;
  assert.deepEqual(obstacle(await fix({ ...downwards, index })), [
    'No stack is without it as long as `Pipfile:7` asks for `app = "==2.0"`',
    "Hint: allow `app 4.0` (`Pipfile:7` asks for `==2.0`); `thoth fix --edit-manifest` widens bounds for you",
  ]);
});

const held = {
  index: `app 1.0 -> id <3
          app 1.1 -> id <4
          id 2.0
          id 3.0`,
  advisories: "id<3 high",
  lock: "app 1.0, id 2.0",
  asks: 'app = "*"',
};

test("a hold that keeps an advisory is blamed where it stands, and lifting it is the first way out", async () => {
  const thothYaml = "hold:\n  - {package: app, reason: audited}\n";
  const advice = await fix({ ...held, thothYaml });
  assert.deepEqual(obstacle(advice), [
    "No stack is without it as long as `.thoth.yaml:2` holds `app` at `1.0`",
    "Hint: lift the hold of `app` (`.thoth.yaml:2`), which gives `app 1.1`, or leave out `app` (`Pipfile:7`)",
  ]);
  const proof = sayProofOf(advice.fix!.remaining[0]!.why).map(renderPlain);
  assert.ok(proof.includes("`app` 1.0 requires `id<3`"), proof.join("\n"));
});

test("a line with bounds is blamed beside a hold", async () => {
  const thothYaml = "hold:\n  - {package: app, versions: <1.1, reason: audited}\n";
  assert.deepEqual(obstacle(await fix({ ...held, asks: 'app = "<2"', thothYaml })), [
    'No stack is without it as long as `.thoth.yaml:2` holds `app` at `<1.1` and `Pipfile:7` asks for `app = "<2"`',
    "Hint: lift the hold of `app` (`.thoth.yaml:2`), which gives `app 1.1`, or leave out `app` (`Pipfile:7`)",
  ]);
});

test("a cooldown that keeps an advisory is blamed, and ended", async () => {
  // What fixes the flaw itself waits for nothing; what has to move for it does.
  const index = held.index.replace("app 1.1", "app 1.1 (uploaded 2024-09-30)");
  assert.deepEqual(obstacle(await fix({ ...held, index, thothYaml: "cooldown: 7" })), [
    "No stack is without it as long as releases of `app` wait out a cooldown of 7 days",
    "Hint: end the cooldown of `app` (7 days, `.thoth.yaml`), which gives `app 1.1`, or leave out `app` (`Pipfile:7`)",
  ]);
});

test("a hold of what the conflict has nothing to do with is not blamed", async () => {
  const thothYaml = "hold:\n  - {package: log, reason: audited}\n";
  const index = `${downwards.index}\n          log 1.0\n          log 1.1`;
  const asks = `${downwards.asks}\nlog = "*"`;
  const advice = await fix({ ...downwards, index, asks, lock: `${downwards.lock}, log 1.0`, thothYaml });
  assert.equal(obstacle(advice)[0], 'No stack is without it as long as `Pipfile:7` asks for `app = "==2.0"`');
});

test("a parent that goes back says what it no longer requires, however far the flaw is", async () => {
  const because = async (index: string, lock: string) => {
    const advice = await fix({ index, advisories: "curve<0.20 high", lock, asks: 'jose = "*"' });
    return renderPlain(sayBecause(changeOf(advice, "jose").because, new Map()));
  };
  assert.equal(
    await because(
      "jose 1.0\njose 2.0 -> asn1, curve <0.20\ncurve 0.20\ncurve 0.19\nasn1 1.0",
      "asn1 1.0, curve 0.19, jose 2.0",
    ),
    "`jose 2.0` requires `curve<0.20`; now it does not, and `curve` leaves the stack",
  );
  assert.equal(
    await because(
      "jose 1.0\njose 2.0 -> asn1, sign\nsign 1.0 -> curve <0.20\ncurve 0.20\ncurve 0.19\nasn1 1.0",
      "asn1 1.0, curve 0.19, jose 2.0, sign 1.0",
    ),
    "`jose 2.0` requires `sign`; now it does not, and `sign` leaves the stack",
  );
});

test("what has no fix anywhere is proved to have none, and what has one goes all the same", async () => {
  const index = "web 1.0\nweb 1.1\nlog 1.0.0\nlog 1.0.1";
  const advisories = "web>=0 critical\nlog<1.0.1 high";
  const advice = await fix({ index, advisories, lock: "log 1.0.0, web 1.0", asks: 'web = "*"\nlog = "*"', fix: "all" });
  assert.equal(moves(advice), "log 1.0.0 -> 1.0.1");
  assert.deepEqual(
    advice.fix!.remaining.map(({ id, package: name, why }) => [id, name, why.kind]),
    [["ADV-1", "web", "impossible"]],
  );
});

test("going back is no fix of its own, and is told as the way that there would be", async () => {
  const advice = await fix({
    index: "web 0.9\nweb 1.0\nweb 1.1",
    advisories: "web>=1.0 high",
    lock: "web 1.0",
    asks: 'web = "*"',
  });
  assert.equal(moves(advice), "");
  assert.deepEqual(advice.fix!.remaining[0]!.why, {
    kind: "traded",
    older: [{ name: "web", version: "0.9" }],
    advisories: [],
  });
});

test("an advisory that the repository accepts stays, and is told when it was named", async () => {
  const thothYaml = "ignore:\n  - {id: ADV-1, reason: not loaded, until: 2030-01-01}\n";
  assert.deepEqual((await fix({ ...capped, thothYaml, fix: "all" })).fix!.remaining, []);
  const named = await fix({ ...capped, thothYaml });
  assert.equal(moves(named), "");
  assert.deepEqual(
    named.fix!.remaining.map(({ why }) => why),
    [{ kind: "accepted", reason: "not loaded", until: "2030-01-01" }],
  );
});

test("a repair keeps a lock that holds, and removes a severe advisory by the smallest change", async () => {
  const world = await adviceWorld({ indexes: { pypi: capped.index }, advisories: capped.advisories });
  const sections = `[packages]\n${capped.asks}`;
  const lock = lockOf(world, sections, capped.lock);
  assert.equal(
    moves(await ask(world, sections, { lock, goal: { kind: "repair" } })),
    "django 3.2.1 -> 4.2.16, foo 1.2 -> 1.3",
  );
  const calm = await adviceWorld({ indexes: { pypi: capped.index }, advisories: "django<4.2 low" });
  assert.equal(moves(await ask(calm, sections, { lock, goal: { kind: "repair" } })), "");
});

const odd = {
  index: "web 1.0",
  advisories: "web<3.7-weird-x high CVE-2026-1\nweb<0.5 high CVE-2026-2",
  lock: "web 1.0",
  asks: 'web = "*"',
};

for (const named of ["all", ["ADV-1"], ["cve-2026-1"]] as const)
  test(`what cannot be judged has not gone, and is not absent, where ${String(named)} was asked for`, async () => {
    const { fix: told } = await fix({ ...odd, fix: named });
    const remaining = [{ id: "ADV-1", package: "web", version: "1.0", why: { kind: "undecided" as const } }];
    assert.deepEqual(told, { asked: named === "all" ? null : named, absent: [], remaining });
  });

test("what cannot be judged and was not asked for, or is accepted, is none of a fix's", async () => {
  const others = await fix({ ...odd, fix: ["CVE-2026-2"] });
  assert.deepEqual(others.fix, { asked: ["CVE-2026-2"], absent: ["CVE-2026-2"], remaining: [] });
  const thothYaml = "ignore:\n  - {id: CVE-2026-1, reason: not loaded, until: 2030-01-01}\n";
  assert.deepEqual((await fix({ ...odd, thothYaml, fix: "all" })).fix!.remaining, []);
});
