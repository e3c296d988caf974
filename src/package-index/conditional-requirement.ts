/** A requirement that holds only under a condition, such as one that belongs to an extra, as `Requires-Dist` has it. */

import { UserError } from "../base/index.ts";
import { Marker, Requirement } from "../python/index.ts";

/** A requirement that cannot be read comes back as it is: whoever reads the result will say so. */
export function conditionalRequirement(text: string, condition: Marker | undefined): string {
  if (condition === undefined) return text;
  try {
    const requirement = Requirement.parseLenient(text);
    const { nameAsWritten, extrasAsWritten, specifier, url, marker } = requirement;
    const extras = extrasAsWritten.length === 0 ? "" : `[${extrasAsWritten.join(",")}]`;
    const bounds = url === undefined ? specifier.toString() : ` @ ${url} `;
    return `${nameAsWritten}${extras}${bounds}; ${(marker?.and(condition) ?? condition).toString()}`;
  } catch (error) {
    if (error instanceof UserError) return text;
    throw error;
  }
}

/** @param extra in normal form. */
export function extraMarker(extra: string): Marker {
  return Marker.parse(`extra == "${extra}"`);
}
