/**
 * What an sdist requires, without running its code. In the order of trust: a PKG-INFO that promises to say what every
 * build will say (PEP 643), a `[project]` table that leaves nothing to a build (PEP 621); both are declared. Else what
 * the build of its author wrote down on the author's machine: recorded.
 */

import { UserError } from "../base/index.ts";
import type { Candidate, MetadataAnswer, ReleaseFile } from "../ports/index.ts";
import { type CoreMetadata, parseMetadata, Version } from "../python/index.ts";
import { type RawMetadata, releaseMetadata, unknown } from "./release-metadata.ts";
import { parseRequiresTxt } from "./requires-txt.ts";
import type { SdistExcerpt } from "./sdist-excerpt.ts";
import { staticProject } from "./static-project.ts";

export function sdistMetadata(candidate: Candidate, sdist: ReleaseFile, excerpt: SdistExcerpt): MetadataAnswer {
  try {
    return readExcerpt(candidate, sdist.filename, excerpt);
  } catch (error) {
    if (error instanceof UserError) return unknown(error.message);
    throw error;
  }
}

function readExcerpt(candidate: Candidate, filename: string, excerpt: SdistExcerpt): MetadataAnswer {
  const { pyproject } = excerpt;
  const pkgInfo = excerpt.pkgInfo ?? (excerpt.isComplete ? excerpt.eggInfo : undefined);
  const core = pkgInfo === undefined ? undefined : parseMetadata(`\`${filename}\`: PKG-INFO`, pkgInfo);
  if (core !== undefined && (core.name !== candidate.name || !Version.equal(core.version, candidate.version))) {
    return unknown(`\`${filename}\` calls itself \`${core.name} ${core.version.text}\``);
  }
  if (core !== undefined && isStatic(core)) return releaseMetadata("declared", () => filename, rawMetadata(core));
  const project = pyproject === undefined ? undefined : staticProject(candidate, pyproject);
  if (project !== undefined) return releaseMetadata("declared", () => filename, project);
  return core === undefined ? unknown(missing(filename, "PKG-INFO", excerpt)) : recorded(filename, core, excerpt);
}

/** PEP 643: from version 2.2 on, what is not listed as dynamic holds for every build. */
function isStatic({ metadataVersion, dynamic }: CoreMetadata): boolean {
  const [major = 0, minor = 0] = metadataVersion.split(".").map(Number);
  if (major < 2 || (major === 2 && minor < 2)) return false;
  return !dynamic.some((field) => ["requires-dist", "requires-python", "provides-extra"].includes(field));
}

/**
 * Old versions of setuptools left requirements out of PKG-INFO and wrote them beside it, if there were any. What has no
 * `.egg-info` at all was made by distutils, which writes down no requirements; and yet an installer obeys those in its
 * setup.py.
 */
function recorded(filename: string, core: CoreMetadata, excerpt: SdistExcerpt): MetadataAnswer {
  const own = rawMetadata(core);
  const { requiresTxt, eggInfo, isScripted, isComplete } = excerpt;
  if (own.requires.length > 0) return releaseMetadata("recorded", () => filename, own);
  if (requiresTxt !== undefined) {
    const { requires, extras } = parseRequiresTxt(`\`${filename}\`: requires.txt`, requiresTxt);
    const all = new Set([...own.extras, ...extras]);
    return releaseMetadata("recorded", () => filename, { ...own, requires, extras: [...all] });
  }
  if (!isComplete) return unknown(missing(filename, "requires.txt", excerpt));
  if (eggInfo !== undefined || !isScripted) return releaseMetadata("recorded", () => filename, own);
  return unknown(`\`${filename}\` has requirements in its setup.py that were not recorded`);
}

function rawMetadata({ requiresDist, requiresPython, providesExtra }: CoreMetadata): RawMetadata {
  return { requires: requiresDist, requiresPython: requiresPython ?? "", extras: providesExtra };
}

function missing(filename: string, title: string, { isComplete }: SdistExcerpt): string {
  return `\`${filename}\` has no ${title}${isComplete ? "" : " in the part of it that is read"}`;
}
