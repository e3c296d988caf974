/**
 * `base_images`: which container image the environment starts from. `name:tag` means that very tag, `name:v1*` every tag
 * that begins so, `name` any tag or none, `name*` every name that begins so, and null no image at all. An image that is
 * given without a tag is of an unknown tag, so that only what asks for no particular one fits.
 */

import { type Static, Type } from "typebox";
import { quoted, type YamlPath } from "../../base/index.ts";
import { type BaseImage, baseImageKey, baseImageOf, tryParseBaseImage } from "../../environments/index.ts";
import type { RuleSource } from "../rule-source.ts";
import { choice, isNegated, listed, type Test } from "./choice.ts";

export const BaseImagesSchema = choice(Type.Union([Type.String(), Type.Null()]));

type BaseImages = Static<typeof BaseImagesSchema>;

/** @param path of `stated` from the root of the unit. @throws {InvalidRule} for an entry that no image can be. */
export function baseImagesTest(stated: BaseImages, source: RuleSource, path: YamlPath): Test {
  const root = isNegated(stated) ? [...path, "not"] : path;
  const entries = listed(stated).map((text, index) =>
    text === null ? undefined : parseEntry(text, source, [...root, index]),
  );
  const isWanted = !isNegated(stated);
  return ({ environment }) => {
    const image = baseImageOf(environment);
    const isListed = entries.some((entry) =>
      entry === undefined || image === undefined ? entry === image : fits(entry, image),
    );
    return isListed === isWanted;
  };
}

/** The keys of the images of which an environment must have one; undefined where that is no matter of particular ones. */
export function requiredImages(stated: BaseImages | undefined): ReadonlySet<string> | undefined {
  if (stated === undefined || isNegated(stated)) return undefined;
  const keys = listed(stated).map((text) => (text === null ? undefined : exactKey(text)));
  return keys.includes(undefined) ? undefined : new Set(keys.filter((key) => key !== undefined));
}

function parseEntry(text: string, source: RuleSource, path: YamlPath): BaseImage {
  const image = tryParseBaseImage(text);
  if (image !== undefined) return image;
  const example = "`quay.io/org/name:tag`";
  throw source.invalid(
    path,
    `${source.nameOf(path)} must be a container image such as ${example}, not ${quoted(text)}`,
  );
}

function exactKey(text: string): string | undefined {
  const image = tryParseBaseImage(text);
  const isExact = image?.tag !== undefined && image.digest === undefined && !image.tag.endsWith("*");
  return isExact ? baseImageKey(image) : undefined;
}

function fits(entry: BaseImage, image: BaseImage): boolean {
  if (entry.digest !== undefined && entry.digest !== image.digest) return false;
  if (entry.tag === undefined) return fitsPattern(entry.name, image.name);
  if (entry.name !== image.name) return false;
  return entry.tag === "*" || (image.tag !== undefined && fitsPattern(entry.tag, image.tag));
}

function fitsPattern(pattern: string, text: string): boolean {
  return pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}
