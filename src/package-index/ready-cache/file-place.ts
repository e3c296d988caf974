/**
 * Addresses, file names and times of a file in little room. Each is taken apart only as far as putting the pieces
 * together gives the same text again; anything unusual is kept as it is.
 */

import { tryParseWheelName } from "../../python/index.ts";

/** The public index has a digest in the address of a file, as `aa/bb/` and 60 more digits; in bytes it is half as long. */
const hashed = /^(.*\/|)([0-9a-f]{2})\/([0-9a-f]{2})\/([0-9a-f]{60})$/s;

/** An address is `start`, then the digest with its two slashes, then a slash and the file name. */
export interface Place {
  readonly start: string;
  /** 64 hex digits. */
  readonly digest: string | undefined;
  readonly isNamed: boolean;
}

export function splitPlace(address: string, filename: string): Place {
  const isNamed = address.endsWith(`/${filename}`);
  const folder = isNamed ? address.slice(0, -filename.length - 1) : address;
  const [, start, first, second, rest] = hashed.exec(folder) ?? [];
  if (start === undefined) return { start: folder, digest: undefined, isNamed };
  return { start, digest: `${first}${second}${rest}`, isNamed };
}

export function joinPlace({ start, digest, isNamed }: Place, filename: string): string {
  const middle = digest === undefined ? "" : `${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest.slice(4)}`;
  return isNamed ? `${start}${middle}/${filename}` : start + middle;
}

/** Stands for the name of a file in an address, which never holds it. */
const nameMark = "\0";

/** An address with a mark in the place of its first step that is `filename`: files of one release then share a text. */
export function withoutName(address: string, filename: string): string {
  return address.replace(`/${filename}/`, () => `/${nameMark}/`);
}

/** What {@link withoutName} was made from. */
export function withName(address: string, filename: string): string {
  return address.replace(`/${nameMark}/`, () => `/${filename}/`);
}

/**
 * What many files share comes last: the tags of a wheel, which hold the last three dashes, or the kind of another file.
 * Start and ending together are the name.
 */
export function splitFilename(filename: string): readonly [string, string] {
  const at = endingOf(filename);
  return [filename.slice(0, at), filename.slice(at)];
}

function endingOf(filename: string): number {
  if (filename.endsWith(".whl")) {
    // Whoever looks at tags alone must not take them from what is the name of no wheel.
    const tags = tryParseWheelName(filename) === undefined ? null : /(?:-[^-]+){3}$/.exec(filename);
    return tags === null ? filename.length - 4 : tags.index;
  }
  const kind = /\.(?:tar\.gz|zip)$/.exec(filename);
  return kind === null ? filename.length : kind.index;
}

/** A time of upload as microseconds since 1970 and the number of digits behind the point. */
export interface Moment {
  readonly microseconds: number;
  /** 0 to 6. */
  readonly digits: number;
}

/** In the year 2255: later microseconds are not all numbers. */
export const lastMoment = Number.MAX_SAFE_INTEGER;

/** Undefined for a text that would not come back as it is. */
export function tryParseMoment(text: string): Moment | undefined {
  const [, seconds, fraction = ""] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z$/.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  const milliseconds = Date.parse(`${seconds}Z`);
  if (!(milliseconds >= 0)) return undefined;
  if (milliseconds * 1000 > lastMoment - 1_000_000) return undefined;
  const moment = { microseconds: milliseconds * 1000 + Number(fraction.padEnd(6, "0")), digits: fraction.length };
  return formatMoment(moment) === text ? moment : undefined;
}

export function formatMoment({ microseconds, digits }: Moment): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  const [hours, minutes] = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  const time = `${formatDay(Math.floor(seconds / 86_400))}T${two(hours)}:${two(minutes)}:${two(seconds % 60)}`;
  if (digits === 0) return `${time}Z`;
  const fraction = String(microseconds % 1_000_000).padStart(6, "0");
  return `${time}.${fraction.slice(0, digits)}Z`;
}

/** Days since 1970 as they print. Files of a package are of few days, and asking the calendar takes a microsecond. */
const days = new Map<number, string>();
const mostDays = 20_000;

function formatDay(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  if (days.size >= mostDays) days.clear();
  const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
  days.set(day, text);
  return text;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
