/** What an index really says, taken from the index of the example: versions, specifiers, markers, and a page of files. */

import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { Requirement, Version } from "../src/python/index.ts";

/** As much as is used of an `index-snapshot/1`; `data/example-index/README.md` gives the whole. */
interface Cutting {
  readonly cut: string;
  readonly requires: readonly (readonly string[])[];
  readonly pythons: readonly string[];
  readonly packages: { readonly [name: string]: Package };
}

interface Package {
  readonly unknown: readonly string[];
  readonly releases: readonly Release[];
}

interface Release {
  readonly v: string;
  readonly p: number;
  readonly y?: string;
  readonly f: readonly (readonly [name: string, sha256: string, size: number | null, uploaded: string, path: string])[];
}

/** Lists are in the order of the index, with all its repetitions. */
export interface ExampleTexts {
  /** ISO 8601: the moment that the index shows. */
  readonly cut: string;
  readonly versions: readonly string[];
  readonly specifiers: readonly string[];
  readonly markers: readonly string[];
  readonly files: readonly PageFile[];
}

/** A file as a page of PEP 691 lists it. */
export interface PageFile {
  readonly filename: string;
  readonly url: string;
  readonly hashes: { readonly sha256: string };
  readonly "requires-python": string | null;
  readonly yanked: boolean | string;
  readonly "core-metadata": boolean;
  readonly size: number | null;
  readonly "upload-time": string;
}

export async function readExampleTexts(): Promise<ExampleTexts> {
  const file = new URL("../data/example-index/pypi.json.gz", import.meta.url);
  const cutting = JSON.parse(gunzipSync(await readFile(file)).toString("utf8")) as Cutting;
  const packages = Object.values(cutting.packages);
  const releases = packages.flatMap((entry) => entry.releases);
  const requirements = cutting.requires.flat().map((text) => Requirement.parseLenient(text));
  return {
    cut: cutting.cut,
    versions: packages.flatMap(versionsOf),
    specifiers: requirements.flatMap(({ specifier }) => (specifier.isAny ? [] : specifier.toString())),
    markers: requirements.flatMap(({ marker }) => marker?.toString() ?? []),
    files: releases.flatMap((release) => filesOf(release, cutting.pythons[release.p] ?? "")),
  };
}

/** Without the few that are none, such as one with an escaped `+`. */
function versionsOf({ releases, unknown }: Package): readonly string[] {
  const written = [...releases.map((release) => release.v), ...unknown];
  return written.filter((text) => Version.tryParse(text) !== undefined);
}

function filesOf(release: Release, python: string): readonly PageFile[] {
  return release.f.map(([filename, sha256, size, uploaded, path]) => ({
    filename,
    url: `https://files.pythonhosted.org/packages/${path}/${filename}`,
    hashes: { sha256 },
    "requires-python": python === "" ? null : python,
    yanked: release.y ?? false,
    "core-metadata": true,
    size,
    "upload-time": uploaded,
  }));
}

/** The page that lists `files`, in the JSON of PEP 691. */
export function jsonPage(files: readonly PageFile[]): string {
  return JSON.stringify({ meta: { "api-version": "1.1" }, name: "example", files });
}

/** The same page in the HTML of PEP 503. */
export function htmlPage(files: readonly PageFile[]): string {
  const links = files.map((file) => {
    const python = file["requires-python"];
    const bounds = python === null ? "" : ` data-requires-python="${escaped(python)}"`;
    const yanked = file.yanked === false ? "" : ` data-yanked="${escaped(String(file.yanked))}"`;
    return `<a href="${file.url}#sha256=${file.hashes.sha256}"${bounds}${yanked} data-core-metadata="true">${file.filename}</a><br />`;
  });
  const head = '<meta name="pypi:repository-version" content="1.1"><title>Links for example</title>';
  return `<!DOCTYPE html>\n<html><head>${head}</head><body>\n${links.join("\n")}\n</body></html>\n`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
