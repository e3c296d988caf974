/** What an analysed base image rules out: releases that it cannot load, and other releases of what it holds. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { builtinUnits, factSource } from "../../../src/pipeline/index.ts";
import type { ImageContents } from "../../../src/ports/index.ts";
import { candidate, context, file } from "../../support/pipeline-samples.ts";

const nothing: ImageContents = { rpms: [], pythonPackages: [], symbols: new Set() };
const withSymbols = (...symbols: string[]): ImageContents => ({ ...nothing, symbols: new Set(symbols) });
const old = withSymbols("GLIBC_2.2.5", "GLIBC_2.17", "GLIBC_2.9", "GLIBCXX_3.4.19");

/** Why none of the files of `demo 1.0` will do, on RHEL 8, whose wheels may need glibc 2.28. */
function reasons(files: readonly string[], image: ImageContents | undefined): string[] {
  const release = candidate(
    "demo 1.0",
    files.map((ending) => file(`demo-1.0${ending}`)),
  );
  const facts = factSource(builtinUnits, context({ run: { image } })).facts(release.name, [release]);
  return [...facts].map(({ reason }) => `${reason.unit}: ${reason.message}`);
}

const wheel = (platform: string) => `-cp38-cp38-${platform}.whl`;
const tooNew = ["image-abi: Needs glibc 2.28, and the base image has glibc 2.17"];

/** The files, the image and the reasons. */
const loads: readonly (readonly [string, readonly string[], ImageContents | undefined, readonly string[]])[] = [
  ["a wheel that needs more than the image has", [wheel("manylinux_2_28_x86_64")], old, tooNew],
  ["an image that nobody has looked into", [wheel("manylinux_2_28_x86_64")], undefined, []],
  ["an image without symbols", [wheel("manylinux_2_28_x86_64")], nothing, []],
  ["an image whose symbols say nothing of glibc", [wheel("manylinux_2_28_x86_64")], withSymbols("GCC_3.0"), []],
  ["an image as new as the wheel", [wheel("manylinux_2_28_x86_64")], withSymbols("GLIBC_2.28"), []],
  ["a wheel that needs as much as there is", [wheel("manylinux_2_17_x86_64")], old, []],
  ["an older name for the same", [wheel("manylinux2014_x86_64")], old, []],
  ["an older name for less", [wheel("manylinux1_x86_64")], withSymbols("GLIBC_2.5"), []],
  [
    "an older name for more",
    [wheel("manylinux2010_x86_64")],
    withSymbols("GLIBC_2.5"),
    ["image-abi: Needs glibc 2.12, and the base image has glibc 2.5"],
  ],
  ["one wheel of two", [wheel("manylinux_2_28_x86_64"), wheel("manylinux_2_17_x86_64")], old, []],
  ["one name of two", [wheel("manylinux_2_24_x86_64.manylinux2014_x86_64")], old, []],
  ["a wheel for another system beside it", [wheel("manylinux_2_28_x86_64"), wheel("win_amd64")], old, tooNew],
  ["a wheel for another system in one", [wheel("macosx_10_9_x86_64.manylinux_2_28_x86_64")], old, tooNew],
  ["a wheel for any platform", ["-py3-none-any.whl"], old, []],
  ["a source distribution beside it", [wheel("manylinux_2_28_x86_64"), ".tar.gz"], old, []],
];
for (const [title, files, image, told] of loads)
  test(`image-abi: ${title}`, () => assert.deepEqual(reasons(files, image), told));

const held = (...packages: ImageContents["pythonPackages"]): ImageContents => ({
  ...nothing,
  pythonPackages: packages,
});
const location = "/opt/app-root/lib/python3.8/site-packages";
const other = "image-packages: The base image holds 2.0 in `/opt/app-root/`";

const packages: readonly (readonly [string, ImageContents, readonly string[]])[] = [
  ["another release is there", held({ package_name: "Demo", package_version: "2.0", location }), [other]],
  ["this release is there", held({ package_name: "demo", package_version: "1.0.0", location }), []],
  ["it is there elsewhere", held({ package_name: "demo", package_version: "2.0", location: "/usr/lib" }), []],
  ["where it is nobody says", held({ package_name: "demo", package_version: "2.0" }), []],
  ["which release is there nobody can tell", held({ package_name: "demo", package_version: "unknown", location }), []],
  ["another package is there", held({ package_name: "web", package_version: "2.0", location }), []],
  [
    "two releases are there",
    held(
      { package_name: "demo", package_version: "2.0", location },
      { package_name: "demo", package_version: "1.0", location },
    ),
    [],
  ],
];
for (const [title, image, told] of packages)
  test(`image-packages: ${title}`, () => assert.deepEqual(reasons(["-py3-none-any.whl"], image), told));
