/**
 * The boot that warns of a Python that gets no more security fixes.
 *
 * Evidence: each minor version has a release schedule, a PEP, with the day of its end; where it names a month alone, the
 * last day of the month stands here.
 */

import type { Boot, Note } from "../unit.ts";

const name = "end-of-life-python";

interface Schedule {
  /** The last day with fixes, ISO 8601. */
  readonly end: string;
  readonly pep: number;
}

/** By minor version. */
export const schedules: ReadonlyMap<string, Schedule> = new Map([
  ["2.7", { end: "2020-01-01", pep: 373 }],
  ["3.0", { end: "2009-06-27", pep: 361 }],
  ["3.1", { end: "2012-04-09", pep: 375 }],
  ["3.2", { end: "2016-02-20", pep: 392 }],
  ["3.3", { end: "2017-09-29", pep: 398 }],
  ["3.4", { end: "2019-03-18", pep: 429 }],
  ["3.5", { end: "2020-09-30", pep: 478 }],
  ["3.6", { end: "2021-12-23", pep: 494 }],
  ["3.7", { end: "2023-06-27", pep: 537 }],
  ["3.8", { end: "2024-10-07", pep: 569 }],
  ["3.9", { end: "2025-10-31", pep: 596 }],
  ["3.10", { end: "2026-10-31", pep: 619 }],
  ["3.11", { end: "2027-10-31", pep: 664 }],
  ["3.12", { end: "2028-10-31", pep: 693 }],
  ["3.13", { end: "2029-10-31", pep: 719 }],
  ["3.14", { end: "2030-10-31", pep: 745 }],
]);

/** Warns once the last day is over; silent where nobody says which day it is. */
export const endOfLifePython: Boot = {
  kind: "boot",
  name,
  *notes({ environment: { pythonVersion }, today }): Iterable<Note> {
    const schedule = schedules.get(pythonVersion);
    if (schedule === undefined || today === undefined || today <= schedule.end) return;
    const message = `Python ${pythonVersion} has had no security fixes since ${schedule.end}`;
    const link = `https://peps.python.org/pep-${String(schedule.pep).padStart(4, "0")}/`;
    yield { kind: "note", severity: "warning", reason: { unit: name, message, link } };
  },
};
