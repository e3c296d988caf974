import { test } from "node:test";
import assert from "node:assert/strict";

import { findAnswer } from "../../../src/advise/advise.ts";
import { type LinePrice, priceLines } from "../../../src/advise/reasons/price.ts";
import { packageName } from "../../../src/python/index.ts";
import { type QuestionSketch, adviceWorld, manifestText, requestOf, signal } from "../../support/advice-world.ts";

/** Each line as `line: tier, what moves in it`. */
function tell(prices: readonly LinePrice[]): string[] {
  return prices.map(({ line, better }) => {
    const tiers = better.map(({ tier, packages }) => {
      const moves = packages.map(({ name, from, to }) => `${name} ${from} to ${to ?? "nothing"}`);
      return `${tier}, ${moves.join(" and ")}`;
    });
    return `${line.line} ${line.text}: ${tiers.join("; ")}`;
  });
}

interface Case extends QuestionSketch {
  readonly title: string;
  readonly index: string;
  readonly manifest: string;
  readonly advisories?: string;
  readonly prices: readonly string[];
}

/** All of them ask what the bounds on `http` cost. */
const cases: readonly Case[] = [
  {
    title: "the package itself is newer without them",
    index: "http 3.0\nhttp 2.0\nhttp 1.0",
    manifest: 'http = "<2"',
    prices: ['7 http = "<2": freshness, http 1.0 to 3.0'],
  },
  {
    title: "others are newer too, and what they needed is gone",
    index: "web 2.0 -> http>=2\nweb 1.0 -> http, old\nhttp 2.0\nhttp 1.0\nold 2.0 -> http>=2\nold 1.0",
    manifest: 'web = "*"\nhttp = "<2"',
    prices: ['8 http = "<2": freshness, http 1.0 to 2.0 and old 1.0 to nothing and web 1.0 to 2.0'],
  },
  {
    title: "advisories go, and so each tier is told",
    index: "http 2.0\nhttp 1.0",
    manifest: 'http = "<2"',
    advisories: "http<1.5 high",
    prices: ['7 http = "<2": severe advisories, http 1.0 to 2.0; freshness, http 1.0 to 2.0'],
  },
  {
    title: "nothing is better without them",
    index: "web 1.0 -> http<2\nhttp 2.0\nhttp 1.0",
    manifest: 'web = "*"\nhttp = "<2"',
    prices: ['8 http = "<2": '],
  },
  {
    title: "another line keeps it where it is: each is priced alone",
    index: "http 3.0\nhttp 2.0\nhttp 1.0",
    manifest: 'http = "<2"\n[dev-packages]\nhttp = "<3"',
    prices: ['7 http = "<2": freshness, http 1.0 to 2.0', '9 http = "<3": '],
  },
  {
    title: "a line without bounds has no price",
    index: "http 2.0",
    manifest: 'http = "*"',
    prices: [],
  },
];

for (const { title, index, manifest, advisories, prices, ...sketch } of cases)
  test(`bounds are priced: ${title}`, async () => {
    const world = await adviceWorld({
      indexes: { pypi: index },
      ...(advisories === undefined ? {} : { advisories }),
    });
    const request = requestOf(manifestText(world, `[packages]\n${manifest}`), sketch);
    const { question, found } = await findAnswer(request, world.services, signal);
    assert.equal(found.kind, "solved");
    const options = { name: packageName("http"), searchWithin: 60_000 };
    const told = await priceLines(question, found, options, signal);
    assert.deepEqual(tell(told), prices);
    assert.ok(told.every(({ proved }) => proved));
  });
