/** Progress on stderr: one line a step, so that it reads the same on a terminal and in a log. */

import type { AdviceServices } from "../advise/index.ts";
import type { Output } from "./output.ts";

/** Says each stage of each environment once, with the seconds since the start. */
export function progressLines(output: Output): NonNullable<AdviceServices["progress"]> {
  const started = Date.now();
  const said = new Set<string>();
  return ({ environment, stage, metadataRead }) => {
    const key = `${environment} ${stage}`;
    if (said.has(key)) return;
    said.add(key);
    const read = metadataRead === 0 ? "" : `, ${metadataRead} releases read`;
    output.say(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${environment}: ${stage}${read}`);
  };
}
