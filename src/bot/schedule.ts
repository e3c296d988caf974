/**
 * When a repository is due. Surprises: a week of local time is not always 168 hours, and a local time may not exist (the
 * clock is put forward over it) or exist twice; the first then counts, and a time that does not exist means as long after
 * the gap.
 */

import { createHash } from "node:crypto";

import type { RepositoryId } from "../ports/index.ts";
import type { Schedule } from "./defaults.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * The first moment after `after` that is the repository's own minute of the weekly window. The same repository has the
 * same minute for ever, and repositories spread evenly over the window.
 */
export function nextDue(after: Date, repository: RepositoryId, schedule: Schedule): Date {
  const wall = schedule.fromHour * 60 * minute + minuteOf(repository, schedule) * minute;
  const today = startOfDay(wallTime(after.getTime(), schedule.timeZone));
  const ahead = (schedule.weekday - new Date(today).getUTCDay() + 7) % 7;
  const thisWeek = instantOf(today + ahead * day + wall, schedule.timeZone);
  if (thisWeek > after.getTime()) return new Date(thisWeek);
  return new Date(instantOf(today + (ahead + 7) * day + wall, schedule.timeZone));
}

/** Minutes into the window, from 0. */
function minuteOf(repository: RepositoryId, { fromHour, toHour }: Schedule): number {
  const digest = createHash("sha256").update(String(repository)).digest();
  return digest.readUInt32BE() % ((toHour - fromHour) * 60);
}

// A wall time is what a clock on the wall shows, written as the milliseconds of the same figures in UTC.

function startOfDay(wall: number): number {
  return wall - (wall % day);
}

function wallTime(instant: number, timeZone: string): number {
  const parts = formatterOf(timeZone).formatToParts(instant);
  const [year, month, date, hour, minutes, second] = figures.map((type) =>
    Number(parts.find((part) => part.type === type)?.value),
  ) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, date, hour, minutes, second);
}

const figures = ["year", "month", "day", "hour", "minute", "second"] as const;

/** Starts from the offset a day before: on the first pass of a repeated hour that is the right one. */
function instantOf(wall: number, timeZone: string): number {
  const before = offsetAt(wall - day, timeZone);
  const early = wall - before;
  if (wallTime(early, timeZone) === wall) return early;
  const late = wall - offsetAt(wall + day, timeZone);
  return wallTime(late, timeZone) === wall ? late : early;
}

/** How far the wall clock is ahead of UTC. */
function offsetAt(instant: number, timeZone: string): number {
  return wallTime(instant, timeZone) - instant;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Costs a millisecond to make. @throws {RangeError} for a name that is no time zone. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}
