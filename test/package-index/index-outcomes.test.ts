/**
 * What becomes of a name by what two indexes answer for it, over real HTTP: dependency confusion, row by row. An index
 * that fails in any way but 404 never hands the name on, and who is not asked cannot fail.
 */

import { test } from "node:test";
import assert from "node:assert/strict";
import { UserError } from "../../src/base/index.ts";
import { HttpIndex, HttpTransport, IndexPolicy, type OfferedIndex } from "../../src/package-index/index.ts";
import type { IndexSearch, IndexStrategy } from "../../src/ports/index.ts";
import { packageName } from "../../src/python/index.ts";
import { type Answer, IndexServer, jsonPage } from "../support/index-server.ts";
import { StandingClock } from "../support/package-index.ts";

const { signal } = new AbortController();
const foo = packageName("foo");

const answers: Readonly<Record<string, Answer>> = {
  found: jsonPage([{ filename: "foo-1.0.tar.gz" }]),
  404: { status: 404 },
  401: { status: 401 },
  403: { status: 403 },
  500: { status: 500 },
  503: { status: 503 },
  late: { fault: "silence" },
};

interface Way {
  readonly search: IndexSearch;
  readonly strategy?: IndexStrategy;
}

/** Where the name is looked for: the manifest pins it to the second index, or not; or the repository has its own idea. */
const ways: Readonly<Record<string, Way>> = {
  unpinned: { search: { kind: "ordered" } },
  pinned: { search: { kind: "pinned", index: "second" } },
  "first match": { search: { kind: "ordered" }, strategy: "unsafe-first-match" },
  "best match": { search: { kind: "ordered" }, strategy: "unsafe-best-match" },
  "pinned, best match": { search: { kind: "pinned", index: "second" }, strategy: "unsafe-best-match" },
};

/**
 * By way and the first index's answer, in the order of `seconds`: the index whose releases count, the one that comes
 * first where versions are equal before the other, `-` for nobody's, `!` before the index that stops the run. Of a pinned
 * name the first index is not asked, so its rows are all one.
 */
const seconds = ["found", "404", "401", "403", "500", "503", "late"];
const outcomes: readonly (readonly [string, string, string])[] = [
  ["unpinned", "found", "first first first first first first first"],
  ["unpinned", "404", "second - !second !second !second !second !second"],
  ["unpinned", "401", "!first !first !first !first !first !first !first"],
  ["unpinned", "403", "!first !first !first !first !first !first !first"],
  ["unpinned", "500", "!first !first !first !first !first !first !first"],
  ["unpinned", "503", "!first !first !first !first !first !first !first"],
  ["unpinned", "late", "!first !first !first !first !first !first !first"],
  ["pinned", "found", "second - !second !second !second !second !second"],
  ["pinned", "late", "second - !second !second !second !second !second"],
  ...["first match", "best match"].flatMap((way): (readonly [string, string, string])[] => [
    [way, "found", "first+second first !second !second !second !second !second"],
    [way, "404", "second - !second !second !second !second !second"],
    [way, "401", "!first !first !first !first !first !first !first"],
    [way, "403", "!first !first !first !first !first !first !first"],
    [way, "500", "!first !first !first !first !first !first !first"],
    [way, "503", "!first !first !first !first !first !first !first"],
    [way, "late", "!first !first !first !first !first !first !first"],
  ]),
  ["pinned, best match", "found", "second - !second !second !second !second !second"],
];

/** What an operator's catalogue index adds to each outcome; with adjustment off nothing is offered. */
const adjusted = (outcome: string, way: string): string => {
  if (outcome.startsWith("!") || way.startsWith("pinned")) return outcome;
  return outcome === "-" ? "offered" : `offered+${outcome}`;
};

/** One server for all, with a path for each answer: it is the address that tells the indexes apart. */
async function serve(): Promise<IndexServer> {
  const server = await IndexServer.start();
  for (const place of ["first", "second", "offered"])
    for (const [answer, sent] of Object.entries(answers)) server.on(`/${place}/${answer}/foo/`, sent);
  return server;
}

async function outcomeOf(policy: IndexPolicy, search: IndexSearch): Promise<string> {
  const listing = await policy.list(foo, search, signal);
  if (listing.kind === "absent") return "-";
  assert.ok(listing.kind === "found");
  return listing.candidates.map(({ index }) => index).join("+");
}

/** The status or the time-out that a sentence has to name. */
const named: Readonly<Record<string, RegExp>> = { late: /does not answer in time/ };

test("what two indexes answer decides whose releases count, or who stops the run", { concurrency: true }, async (t) => {
  await using server = await serve();
  const patient = new HttpTransport({ proxies: "none", concurrency: 300 });
  const hasty = new HttpTransport({ proxies: "none", concurrency: 300, timeouts: { total: 50 } });
  const clock = new StandingClock("2026-11-25T12:00:00Z");
  // Only what never answers is not waited for, however busy the machine is.
  const open = (name: string, answer: string) => {
    const transport = answer === "late" ? hasty : patient;
    return new HttpIndex({ name, address: `${server.origin}/${name}/${answer}`, transport, clock, retryDelays: [] });
  };
  const rows = outcomes.flatMap(([way, first, row]) =>
    row
      .split(" ")
      .flatMap((outcome, i) =>
        [true, false].map((adjustment) => ({ way, first, second: seconds[i]!, outcome, adjustment })),
      ),
  );
  assert.equal(rows.length, outcomes.length * seconds.length * 2);
  const tests = rows.map(async ({ way, first, second, outcome, adjustment }) => {
    const expected = adjustment ? adjusted(outcome, way) : outcome;
    const { search, strategy } = ways[way]!;
    const title = `${way}, first ${first}, second ${second}, adjustment ${adjustment ? "on" : "off"}: ${expected}`;
    await t.test(title, async () => {
      const offers: readonly OfferedIndex[] = [{ index: open("offered", "found"), packages: new Set([foo]) }];
      const policy = new IndexPolicy(
        [open("first", first), open("second", second)],
        undefined,
        adjustment ? offers : [],
        strategy,
      );
      const answer = outcomeOf(policy, search);
      if (!expected.startsWith("!")) return assert.equal(await answer, expected);
      const [culprit, status] = expected === "!first" ? ["first", first] : ["second", second];
      await assert.rejects(answer, (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.code, status === "401" || status === "403" ? "INDEX_REFUSED" : "INDEX_UNAVAILABLE");
        assert.ok(error.message.startsWith(`index \`${culprit}\` `), error.message);
        assert.match(error.message, named[status] ?? new RegExp(` answers ${status} `));
        return true;
      });
    });
  });
  await Promise.all(tests);
});

/** What a mirror of the first index answers, and what becomes of the name; `second` has it. */
const mirrored: readonly (readonly [string, string])[] = [
  ["found", "first"],
  ["404", "second"],
  ["401", "!first"],
  ["403", "!first"],
  ["500", "!first"],
  ["503", "!first"],
  ["late", "!first"],
  ["back", "!first"],
];

test("a mirror answers for the index that it stands in for, which is never asked", async (t) => {
  await using meant = await IndexServer.start();
  await using server = await serve();
  const root = `${meant.origin}/simple/`;
  meant.on("/simple/foo/", answers["found"]!);
  server.on("/first/back/foo/", { status: 302, headers: { location: `${root}foo/` } });
  const patient = new HttpTransport({ proxies: "none" });
  const hasty = new HttpTransport({ proxies: "none", timeouts: { total: 50 } });
  const clock = new StandingClock("2026-11-25T12:00:00Z");
  for (const [answer, expected] of mirrored) {
    await t.test(`the mirror answers ${answer}: ${expected}`, async () => {
      const mirror = { of: new URL(root), files: undefined };
      const shared = { transport: answer === "late" ? hasty : patient, clock, retryDelays: [] };
      const address = `${server.origin}/first/${answer}/`;
      const first = new HttpIndex({ ...shared, name: "first", address, mirror });
      const second = new HttpIndex({ ...shared, name: "second", address: `${server.origin}/second/found` });
      const outcome = outcomeOf(new IndexPolicy([first, second]), { kind: "ordered" });
      if (!expected.startsWith("!")) assert.equal(await outcome, expected);
      else
        await assert.rejects(outcome, (error: Error) => {
          assert.ok(
            error.message.startsWith(`index \`first\` (\`${root}\` by its mirror \`${address}\`) `),
            error.message,
          );
          return true;
        });
      assert.equal(first.record().url, root);
      assert.deepEqual(first.notes(), [`index \`first\` was read from its mirror \`${address}\``]);
    });
  }
  assert.deepEqual(meant.seen, []);
});
