/**
 * What a project asks for, in the form that every manifest has: indexes, and sections of entries. Whoever looks for
 * releases knows this form only; what a format has besides stands with the format.
 */

import type { ExtraName, Marker, PackageName, Requirement, SpecifierSet } from "../python/index.ts";

/** An index by name. */
export interface ManifestSource {
  readonly name: string;
  /** As written: `${NAME}` is not expanded, a final slash stays. */
  readonly url: string;
  /** Whether its certificate has to be valid. */
  readonly verifySsl: boolean;
  /** Where its address stands, or what that is in; undefined for one that no file names. */
  readonly written?: Pick<WrittenLine, "file" | "line">;
}

/** Where an entry's package comes from. All but `index` are opaque: they are kept, and nothing is chosen for them. */
export type EntrySource =
  | {
      readonly kind: "index";
      readonly specifier: SpecifierSet;
      /** The source that the entry is pinned to; hard. */
      readonly index: string | undefined;
    }
  | {
      readonly kind: "vcs";
      readonly system: "git" | "hg" | "svn" | "bzr";
      /** As written, which may carry a reference after `@`. */
      readonly url: string;
      readonly ref: string | undefined;
      readonly subdirectory: string | undefined;
    }
  /** A folder or file of the project, as written. */
  | { readonly kind: "path"; readonly path: string }
  /** A wheel or sdist by address, or a local file. */
  | { readonly kind: "file"; readonly url: string };

/** Where something stands in a file of the project. */
export interface WrittenLine {
  /** Relative to the root of the repository. */
  readonly file: string;
  /** Where it starts, from 1. */
  readonly line: number;
  readonly column: number;
  /** As written, on one line, without its comment. */
  readonly text: string;
}

/** One package that is asked for. */
export interface ManifestEntry extends WrittenLine {
  readonly name: PackageName;
  /** Without extras. */
  readonly nameAsWritten: string;
  readonly source: EntrySource;
  readonly extras: readonly ExtraName[];
  /** All conditions of the entry, and-ed; undefined if it always applies. */
  readonly marker: Marker | undefined;
}

/** A bound on a package in case that something asks for it. */
export interface ManifestConstraint extends WrittenLine {
  /** Without extras or address. */
  readonly requirement: Requirement;
}

/** What all manifests have. */
export interface ManifestContent {
  /** The file as its user knows it. */
  readonly place: string;
  /** In the order of asking; never empty. */
  readonly sources: readonly ManifestSource[];
  /** By the names of the manifest, in its order. */
  readonly sections: ReadonlyMap<string, readonly ManifestEntry[]>;
  /** Opaque as well, but only a build would tell the name, such as of `-e .`. */
  readonly unnamed: readonly WrittenLine[];
  readonly constraints: readonly ManifestConstraint[];
  /** Pre-releases of every package may be chosen. */
  readonly allowPrereleases: boolean;
}
