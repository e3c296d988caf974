/** How a note of our own is made: one that no unit says. Names and values stand in backticks, without a period at the end. */

import type { AdviceNote } from "../advice.ts";

/** Good to know. */
export function info(message: string): AdviceNote {
  return { severity: "info", message };
}

/** Somebody should look at it. */
export function warning(message: string): AdviceNote {
  return { severity: "warning", message };
}

/** Such as `` `a`, `b` ``: all of them, each in backticks. */
export function listed(names: ReadonlySet<string>): string {
  return [...names].map((name) => `\`${name}\``).join(", ");
}
