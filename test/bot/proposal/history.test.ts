/** What became of our pull requests: the host's word, and what we remember. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { planRecords, readHistory } from "../../../src/bot/proposal/history.ts";
import { withMarker } from "../../../src/bot/proposal/marker.ts";
import type { Proposal, PullRequest } from "../../../src/ports/index.ts";

const now = new Date("2026-03-30T04:00:00Z");
const before = new Date("2026-03-01T04:00:00Z");
const asked = { environment: "training", recommendationType: "latest" } as const;
const stored = { head: "a".repeat(40), digest: "a".repeat(64) };
const marked = { head: "b".repeat(40), digest: "b".repeat(64) };
const body = withMarker("words", { ...marked, severe: ["PYSEC-1"], asked });

function pullRequest(number: number, state: PullRequest["state"], facts: Partial<PullRequest> = {}): PullRequest {
  const closedByUs = state === "closed" ? false : undefined;
  return { number, url: "", state, head: "c".repeat(40), base: "main", title: "", body: "words", closedByUs, ...facts };
}

function proposal(number: number, state: Proposal["state"], declinedAt?: Date): Proposal {
  return { ...stored, repository: 1, branch: "thoth/advise", pullRequest: number, state, declinedAt };
}

const unknown = { head: undefined, digest: undefined, severe: undefined, asked: undefined };

test("a pull request is what the host says, with what the store and its body remember", () => {
  const open = pullRequest(1, "open");
  const told = { ...open, body };
  const read = (request: PullRequest, ...proposals: Proposal[]) => readHistory([request], proposals, now)[0];
  const usual = { state: "open", isReopened: false, declinedAt: undefined };
  assert.deepEqual(read(open), { ...usual, ...unknown, pullRequest: open });
  assert.deepEqual(read(open, proposal(2, "open")), { ...usual, ...unknown, pullRequest: open });
  assert.deepEqual(read(open, proposal(1, "open")), { ...usual, ...unknown, ...stored, pullRequest: open });
  assert.deepEqual(read(told), { ...usual, ...marked, severe: ["PYSEC-1"], asked, pullRequest: told });
  assert.deepEqual(read(told, proposal(1, "open")), {
    ...usual,
    ...stored,
    severe: ["PYSEC-1"],
    asked,
    pullRequest: told,
  });
});

const states: readonly (readonly [request: PullRequest, known: Proposal | undefined, state: string, at?: Date])[] = [
  [pullRequest(1, "open"), undefined, "open"],
  [pullRequest(1, "open"), proposal(1, "declined", before), "open"],
  [pullRequest(1, "merged"), proposal(1, "open"), "merged"],
  [pullRequest(1, "closed", { closedByUs: true }), proposal(1, "open"), "closed"],
  [pullRequest(1, "closed", { closedByUs: true }), proposal(1, "declined", before), "closed"],
  [pullRequest(1, "closed"), undefined, "declined", now],
  [pullRequest(1, "closed"), proposal(1, "open"), "declined", now],
  [pullRequest(1, "closed"), proposal(1, "declined", before), "declined", before],
  [pullRequest(1, "closed", { closedByUs: undefined }), proposal(1, "open"), "declined", now],
];

for (const [request, known, state, at] of states) {
  const by = request.closedByUs === true ? " by us" : "";
  const name = `${request.state}${by} on the host, ${known?.state ?? "nothing"} in the store: ${state}`;
  test(`${name}${at === undefined ? "" : ` since ${at.toISOString().slice(0, 10)}`}`, () => {
    const [past] = readHistory([request], known === undefined ? [] : [known], now);
    assert.deepEqual([past?.state, past?.declinedAt], [state, at]);
  });
}

test("a pull request that was closed, and is open, has been reopened", () => {
  const reopened = (known: Proposal["state"]) =>
    readHistory([pullRequest(1, "open")], [proposal(1, known)], now)[0]?.isReopened;
  assert.deepEqual([reopened("open"), reopened("closed"), reopened("declined")], [false, true, true]);
});

test("the order is the host's", () => {
  const requests = [pullRequest(9, "open"), pullRequest(2, "closed"), pullRequest(5, "merged")];
  assert.deepEqual(
    readHistory(requests, [proposal(5, "merged"), proposal(9, "open")], now).map((past) => past.pullRequest),
    requests,
  );
});

test("the store learns what is news to it, once", () => {
  const requests = [
    pullRequest(9, "open", { body }),
    pullRequest(8, "closed"),
    pullRequest(7, "closed", { body }),
    pullRequest(6, "merged"),
    pullRequest(5, "closed"),
  ];
  const known = [proposal(8, "open"), proposal(6, "merged")];
  const records = planRecords(1, "thoth/advise", readHistory(requests, known, now), known);
  // Of 6 nothing is news, and of 5 nobody knows what it was.
  assert.deepEqual(records, [
    { ...proposal(9, "open"), ...marked },
    proposal(8, "declined", now),
    { ...proposal(7, "declined", now), ...marked },
  ]);
  const later = new Date("2026-04-30T04:00:00Z");
  const all = [...records, proposal(6, "merged")];
  assert.deepEqual(planRecords(1, "thoth/advise", readHistory(requests, all, later), all), []);
});

test("one that a person opens again is open, and its no is forgotten", () => {
  const known = [proposal(3, "declined", before)];
  const history = readHistory([pullRequest(3, "open")], known, now);
  assert.equal(history[0]?.isReopened, true);
  assert.equal(readHistory([pullRequest(3, "open")], [proposal(3, "open")], now)[0]?.isReopened, false);
  assert.equal(readHistory([pullRequest(3, "merged")], known, now)[0]?.isReopened, false);
  assert.deepEqual(planRecords(1, "thoth/advise", history, known), [proposal(3, "open")]);
});
