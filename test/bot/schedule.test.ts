/** When a repository is due, by the clock on its wall. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";

import { defaults, type Schedule } from "../../src/bot/defaults.ts";
import { nextDue } from "../../src/bot/schedule.ts";

const hour = 3_600_000;
const day = 24 * hour;

const inZone = (timeZone: string): Schedule => ({ ...defaults.schedule, timeZone });

/** What the wall clock shows, such as `Mon 04:12`. Written apart from the code it checks. */
const clocks = new Map<string, Intl.DateTimeFormat>();
function wallClock(date: Date, timeZone: string): string {
  const figures = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat("en-GB", { timeZone, ...figures });
  clocks.set(timeZone, clock);
  return clock.format(date);
}

const zones = [
  "UTC",
  "Europe/Prague",
  "America/New_York",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "Pacific/Niue",
];

const anyDate = fc.date({
  min: new Date("2000-01-01T00:00:00Z"),
  max: new Date("2040-01-01T00:00:00Z"),
  noInvalidDate: true,
});

test("it comes after, within eight days, in the window of the right day, always at the same minute", () => {
  fc.assert(
    fc.property(anyDate, fc.nat(), fc.constantFrom(...zones), (after, repository, zone) => {
      const due = nextDue(after, repository, inZone(zone));
      assert.ok(due > after);
      assert.ok(due.getTime() - after.getTime() <= 7 * day + hour);
      const shown = wallClock(due, zone);
      assert.match(shown, /^Mon 0[4-7]:[0-5]\d$/);
      assert.equal(shown, wallClock(nextDue(new Date(0), repository, inZone("UTC")), "UTC"));
    }),
    { numRuns: 300 },
  );
});

test("any day of the week can be the day", () => {
  for (const [index, name] of ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].entries())
    for (const zone of ["UTC", "Pacific/Kiritimati", "Pacific/Niue"]) {
      const due = nextDue(new Date("2026-03-04T12:00:00Z"), 1, { ...inZone(zone), weekday: index + 1 });
      assert.equal(wallClock(due, zone).slice(0, 3), name);
    }
});

test("from one time to the next is a week", () => {
  fc.assert(
    fc.property(anyDate, fc.nat(), (after, repository) => {
      const due = nextDue(after, repository, inZone("UTC"));
      assert.equal(nextDue(due, repository, inZone("UTC")).getTime() - due.getTime(), 7 * day);
      assert.deepEqual(nextDue(new Date(due.getTime() - 1), repository, inZone("UTC")), due);
    }),
    { numRuns: 50 },
  );
});

test("repositories spread over the window evenly", () => {
  const monday = new Date("2026-03-30T00:00:00Z");
  const perQuarter = Array.from({ length: 16 }, () => 0);
  for (let repository = 1; repository <= 4_000; repository++) {
    const due = nextDue(monday, repository, defaults.schedule);
    const minutes = (due.getTime() - monday.getTime()) / 60_000 - defaults.schedule.fromHour * 60;
    perQuarter[Math.floor(minutes / 15)]!++;
  }
  for (const count of perQuarter) assert.ok(count > 180 && count < 320, perQuarter.join(" "));
});

test("a repository keeps its minute for ever", () => {
  const monday = new Date("2026-03-30T00:00:00Z");
  const times = [1, 2, 1_296_269, 9_007_199_254_740_991].map((repository) =>
    nextDue(monday, repository, defaults.schedule).toISOString().slice(11, 16),
  );
  assert.deepEqual(times, ["05:39", "05:14", "04:48", "06:36"]);
});

// Windows of one hour around a change of the clock. Repository 1 has the minute 39 of each.
// IANA time zone database: [zone, ISO weekday, hour of the wall clock, asked after, due].
const changes: readonly (readonly [
  what: string,
  zone: string,
  weekday: number,
  at: number,
  after: string,
  due: string,
])[] = [
  ["before the clock is put forward", "Europe/Prague", 7, 1, "2026-03-28", "2026-03-29T00:39"],
  ["while it is put forward: as long after", "Europe/Prague", 7, 2, "2026-03-28", "2026-03-29T01:39"],
  ["after it was put forward", "Europe/Prague", 7, 3, "2026-03-28", "2026-03-29T01:39"],
  ["the first of two equal times", "Europe/Prague", 7, 2, "2026-10-24", "2026-10-25T00:39"],
  ["after both of them", "Europe/Prague", 7, 3, "2026-10-24", "2026-10-25T02:39"],
  ["between both of them: a week later", "Europe/Prague", 7, 2, "2026-10-25T00:59:59", "2026-11-01T01:39"],
  ["while it is put forward", "America/New_York", 7, 2, "2026-03-07", "2026-03-08T07:39"],
  ["the first of two equal times", "America/New_York", 7, 1, "2026-10-31", "2026-11-01T05:39"],
  ["on the day itself, before", "America/New_York", 7, 4, "2026-03-08T06:00", "2026-03-08T08:39"],
  ["half an hour is put forward, and this is past it", "Australia/Lord_Howe", 7, 2, "2026-10-03", "2026-10-03T15:39"],
  ["at midnight, which does not exist", "America/Sao_Paulo", 7, 0, "2018-11-03", "2018-11-04T03:39"],
  ["a day that does not exist", "Pacific/Apia", 5, 4, "2011-12-28T00:00", "2011-12-30T14:39"],
  ["ahead of everyone", "Pacific/Kiritimati", 1, 4, "2026-03-29T00:00", "2026-03-29T14:39"],
  ["behind everyone", "Pacific/Niue", 1, 4, "2026-03-30T00:00", "2026-03-30T15:39"],
];

for (const [what, timeZone, weekday, fromHour, after, due] of changes)
  test(`${timeZone}, ${fromHour} o'clock after ${after}: ${what}`, () => {
    const schedule = { timeZone, weekday, fromHour, toHour: fromHour + 1 };
    const asked = new Date(after.includes("T") ? `${after}Z` : `${after}T12:00Z`);
    assert.equal(nextDue(asked, 1, schedule).toISOString().slice(0, 16), due);
  });

test("a name that is no time zone is an error", () => {
  assert.throws(() => nextDue(new Date(0), 1, inZone("Europe/Praha")), RangeError);
});
