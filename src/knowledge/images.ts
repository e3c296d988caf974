/**
 * What analyses found in container images, by the names of the images. An image that is not among them is one that nobody
 * has looked into, which says nothing of it.
 */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import {
  checkDepth,
  compareText,
  firstMistake,
  isDay,
  limits,
  type NestedLimit,
  quoted,
  UserError,
} from "../base/index.ts";
import type { ImageContents } from "../ports/index.ts";
import { linesOf } from "./osv.ts";

/** As long as a path of Linux. */
const Text = Type.String({ minLength: 1, maxLength: 4_096 });
const TextOrNull = Type.Optional(Type.Union([Text, Type.Null()]));

/** As many as a bill of materials may name. */
const maxItems = limits.billOfMaterials.components;

const Row = Type.Object({
  /** Every name of the image: `NAME:TAG`, `NAME@DIGEST`, or `NAME` alone. */
  images: Type.Array(Text, { minItems: 1, maxItems }),
  /** ISO 8601 date of the analysis. */
  date: Text,
  rpms: Type.Array(
    Type.Object({
      package_name: Text,
      arch: TextOrNull,
      epoch: TextOrNull,
      package_identifier: TextOrNull,
      package_version: TextOrNull,
      release: TextOrNull,
      src: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
    }),
    { maxItems },
  ),
  python_packages: Type.Array(Type.Object({ package_name: Text, package_version: TextOrNull, location: TextOrNull }), {
    maxItems,
  }),
  /** ABI symbols, such as `GLIBC_2.28`. */
  symbols: Type.Array(Text, { maxItems }),
});

/** One image, and all that was found in it. */
export type AnalysedImage = Static<typeof Row>;

const schema = Compile(Row);

/** A line of the part `images` that is none, or a bill of materials that is of no image. */
export class NotAnImage extends UserError {
  readonly code = "NOT_AN_IMAGE";
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place}: not the contents of an image: ${what}`, { cause });
  }
}

export class Images {
  readonly #rows: ReadonlyMap<string, AnalysedImage>;

  /** Of a name that several analyses have, the newest counts. */
  constructor(images: Iterable<AnalysedImage>) {
    const rows = new Map<string, AnalysedImage>();
    for (const image of images)
      for (const name of image.images) {
        const key = keyOf(name);
        if (image.date >= (rows.get(key)?.date ?? "")) rows.set(key, image);
      }
    this.#rows = rows;
  }

  /** @param name as in {@link AnalysedImage}; undefined where nobody has looked into it. */
  find(name: string): ImageContents | undefined {
    const row = this.#rows.get(keyOf(name));
    if (row === undefined) return undefined;
    return { asOf: row.date, rpms: row.rpms, pythonPackages: row.python_packages, symbols: new Set(row.symbols) };
  }
}

/** Where no registry is named, it is Docker's: https://docs.docker.com/reference/cli/docker/image/tag/. */
function keyOf(name: string): string {
  return name.replace(/^(?:(?:index\.)?docker\.io\/)(?:library\/)?/, "");
}

/**
 * Reads images, one JSON document a line; empty lines are skipped.
 *
 * @param place names the text in an error.
 * @throws {NotAnImage} at the first line that is none.
 */
export function parseImages(
  place: string,
  text: string,
  limit: NestedLimit = limits.knowledge,
): readonly AnalysedImage[] {
  checkDepth(place, text, "json", limit);
  const images: AnalysedImage[] = [];
  for (const [line, number] of linesOf(text)) images.push(parseImage(`${place}:${number}`, line));
  return images;
}

/** As a bundle keeps them: one a line, by name and date. */
export function formatImages(images: readonly AnalysedImage[]): string {
  return images
    .toSorted((a, b) => compareText(a.images.join(), b.images.join()) || compareText(a.date, b.date))
    .map(({ images: names, date, rpms, python_packages, symbols }) => {
      const row = { images: names, date, rpms, python_packages, symbols };
      return `${JSON.stringify(row)}\n`;
    })
    .join("");
}

function parseImage(place: string, line: string): AnalysedImage {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new NotAnImage(place, "the line is not JSON", cause);
  }
  return checkImage(place, value);
}

/** What a bundle can keep of an image. @throws {NotAnImage} for anything else. */
export function checkImage(place: string, value: unknown): AnalysedImage {
  if (!schema.Check(value)) throw new NotAnImage(place, firstMistake(schema, value));
  if (!isDay(value.date))
    throw new NotAnImage(place, `date must be a day such as \`2026-11-24\`, not ${quoted(value.date)}`);
  return value;
}
