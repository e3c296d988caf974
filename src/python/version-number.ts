/**
 * The numbers inside versions and build tags. They have no upper bound in PEP 440 (dates and hashes occur), so what a
 * double cannot hold exactly is a bigint. A value has one representation only, so `===` and `<` work across the two.
 */

import { quoted, UserError } from "../base/index.ts";

/** A non-negative integer: a number up to `Number.MAX_SAFE_INTEGER`, a bigint above. */
export type VersionNumber = number | bigint;

/** How many digits one number may have, leading zeros included: CPython's own limit for `int`. */
export const MAX_DIGITS = 4300;

/** A number with more than {@link MAX_DIGITS} digits. */
export class NumberTooLong extends UserError {
  readonly code = "NUMBER_TOO_LONG";
  constructor(digits: string) {
    super(`${quoted(digits)} has ${digits.length} digits, and a number may have at most ${MAX_DIGITS}`);
  }
}

/** @throws {NumberTooLong} when more than {@link MAX_DIGITS} stand from `start` to `end`. */
export function checkDigits(text: string, start: number, end: number): void {
  if (end - start > MAX_DIGITS) throw new NumberTooLong(text.slice(start, end));
}

/** The number that the ASCII digits from `start` to `end` write; 0 where there are none. @throws {NumberTooLong} */
export function readNumber(text: string, start: number, end: number): VersionNumber {
  if (end - start > 15) {
    checkDigits(text, start, end);
    return readLongNumber(text.slice(start, end));
  }
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + text.charCodeAt(at) - 0x30;
  return value;
}

function readLongNumber(digits: string): VersionNumber {
  const value = BigInt(digits);
  return value > Number.MAX_SAFE_INTEGER ? value : Number(value);
}

/** Where the run of ASCII digits that starts at `start` ends. */
export function skipDigits(text: string, start: number): number {
  let at = start;
  while (isDigit(codeAt(text, at))) at += 1;
  return at;
}

/**
 * The UTF-16 code unit at `at`, 0 past the end. Hot: `charCodeAt` gives NaN there, and once it has, code that was compiled
 * for integers is thrown away: a walk over the digits of a version takes 89 ns with it and 31 ns so.
 */
export function codeAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : 0;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The next larger number. */
export function plusOne(value: VersionNumber): VersionNumber {
  return value < Number.MAX_SAFE_INTEGER ? Number(value) + 1 : BigInt(value) + 1n;
}

/** Orders the two by value. */
export function compareNumbers(a: VersionNumber, b: VersionNumber): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
