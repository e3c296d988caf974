/** The boot that repeats the labels of a request: rules may ask for them, and an answer says what it was an answer to. */

import type { Boot, Note } from "../unit.ts";
import { listed } from "./listed.ts";

const name = "labels";

export const labels: Boot = {
  kind: "boot",
  name,
  *notes({ labels: given }): Iterable<Note> {
    if (given.size === 0) return;
    const message = `Labels: ${listed([...given].map(([key, value]) => `${key}=${value}`))}`;
    yield { kind: "note", severity: "info", detail: true, reason: { unit: name, message } };
  },
};
