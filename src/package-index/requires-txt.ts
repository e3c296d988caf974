/**
 * `requires.txt`, in which setuptools wrote what a package requires before PKG-INFO had a place for it: requirements a
 * line, and sections for those under a condition.
 *
 *     requests>=2
 *
 *     [socks]
 *     PySocks
 *
 *     [:python_version < "3"]
 *     futures
 *
 *     [socks:sys_platform == "win32"]
 *     win-inet-pton
 *
 * Surprises of the format: an extra may have any name, and then setuptools asks for it by another one; a section may
 * stand empty, and yet its extra exists.
 */

import { checkCount, limits, UserError } from "../base/index.ts";
import { extraName, type ExtraName, InvalidMarker, InvalidMetadata, Marker } from "../python/index.ts";
import { conditionalRequirement, extraMarker } from "./conditional-requirement.ts";

/** As `Requires-Dist` and `Provides-Extra` say it. */
export interface RequiresTxt {
  readonly requires: readonly string[];
  readonly extras: readonly ExtraName[];
}

/**
 * @param place where `text` is from, for errors.
 * @throws {InputTooLarge} {InvalidMetadata} for a condition that is no marker.
 */
export function parseRequiresTxt(place: string, text: string): RequiresTxt {
  const requires: string[] = [];
  const extras = new Set<ExtraName>();
  let section: Section = { extra: undefined, condition: undefined };
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("[") && line.endsWith("]")) {
      section = parseSection(place, line.slice(1, -1));
      if (section.extra !== undefined && section.extra !== "unusable") extras.add(section.extra);
    } else if (section.extra !== "unusable") {
      requires.push(conditionalRequirement(line, section.condition));
    }
    checkCount(place, "requirements", requires.length + extras.size, limits.metadata.requirements);
  }
  return { requires, extras: [...extras] };
}

/** What its lines belong to. Nobody can ask for an extra that is `unusable`. */
interface Section {
  readonly extra: ExtraName | "unusable" | undefined;
  readonly condition: Marker | undefined;
}

function parseSection(place: string, title: string): Section {
  const colon = title.indexOf(":");
  const name = (colon === -1 ? title : title.slice(0, colon)).trim();
  const condition = colon === -1 ? "" : title.slice(colon + 1).trim();
  const extra = name === "" ? undefined : safeExtra(name);
  const conditions = condition === "" ? [] : [parseCondition(place, condition)];
  if (extra !== undefined && extra !== "unusable") conditions.push(extraMarker(extra));
  const [first, second] = conditions;
  return { extra, condition: first && second ? first.and(second) : first };
}

function parseCondition(place: string, text: string): Marker {
  try {
    return Marker.parse(text);
  } catch (error) {
    if (error instanceof InvalidMarker) throw new InvalidMetadata(place, error.message);
    throw error;
  }
}

/** setuptools puts `_` for whatever a name should not have. */
function safeExtra(name: string): ExtraName | "unusable" {
  try {
    return extraName(name.replaceAll(/[^A-Za-z0-9.-]+/g, "_"));
  } catch (error) {
    if (error instanceof UserError) return "unusable";
    throw error;
  }
}
