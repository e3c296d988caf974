/**
 * A bound on long numbers before a parser of TOML runs: turning digits into a number takes time that grows with their
 * square. Python bounds the same for the same reason (`sys.int_info.default_max_str_digits`).
 */

import { InputTooLarge } from "./limits.ts";

const most = 4_300;

/** Refuses a run of more than 4,300 digits, wherever it stands. Linear. @throws {InputTooLarge} */
export function checkDigits(place: string, text: string): void {
  let run = 0;
  let longest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isDigit = (code >= 0x30 && code <= 0x39) || code === 0x5f;
    run = isDigit ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  if (longest > most) throw new InputTooLarge(place, "digits in a row", longest, most);
}
