/**
 * What the manifest and the code say of each other: modules that are imported and that no requirement brings, and
 * requirements that nothing imports. Where it cannot be known, such as for a plug-in, nothing is said.
 */

import { compareText } from "../base/index.ts";
import type { PackageName } from "../python/index.ts";
import { Distributions, likelyDistribution } from "./packages/distributions.ts";
import { isStandard } from "./packages/standard-library.ts";
import { Ownership } from "./own-modules.ts";
import { CodeReach } from "./reach.ts";
import type { SourceUsage, Use } from "./usage.ts";

export interface DependencyQuestion {
  readonly usage: SourceUsage;
  /** What the manifest asks for, all sections. */
  readonly declared: ReadonlySet<PackageName>;
  /** What brings modules in other environments that the same code runs in. */
  readonly declaredElsewhere?: ReadonlySet<PackageName>;
  /** What the lock has. */
  readonly locked: ReadonlySet<PackageName>;
  /** The minor version of Python 3, where it is known. */
  readonly python?: number | undefined;
}

/** A module that no requirement brings. */
export interface UndeclaredImport {
  /** As it is imported, its top or, in a namespace, as much as tells whose it is. */
  readonly module: string;
  /** The package that has it: of the lock, else the one that is likely to. */
  readonly package: PackageName;
  /** `transitive`: the lock has it because others need it; `missing`: nothing brings it. */
  readonly kind: "transitive" | "missing";
  /** The first import that is not under `try` or `if`; tests and documents do not count. */
  readonly use: Use;
}

export interface DependencyFindings {
  /** By module. */
  readonly undeclared: readonly UndeclaredImport[];
  /** Sorted. */
  readonly unused: readonly PackageName[];
}

export function findDependencies(question: DependencyQuestion): DependencyFindings {
  const { usage, declared, locked } = question;
  const reach = new CodeReach(usage, new Set([...declared, ...locked]));
  const unused = [...declared].filter((name) => reach.isSurelyUnused(name)).toSorted(compareText);
  return { undeclared: findUndeclared(question), unused };
}

/** Files that are run with what builds and checks a project, which its requirements do not name. */
const builds =
  /(?:^|\/)(?:setup|noxfile|tasks|fabfile|dodo|pavement|versioneer|wscript|conanfile|SConstruct|manage_tests)\.py$/;

/** Top modules that many distributions share: of what no table has nobody knows whose it is. */
const shared = new Set("azure backports google jaraco lazr odoo opentelemetry oslo paste plone zope".split(" "));

function findUndeclared({
  usage,
  declared: own,
  declaredElsewhere = new Set(),
  locked,
  python,
}: DependencyQuestion): readonly UndeclaredImport[] {
  const declared = new Set([...own, ...declaredElsewhere]);
  const distributions = new Distributions(new Set([...declared, ...locked]));
  const ownership = new Ownership(usage.own);
  const found = new Map<string, UndeclaredImport>();
  for (const use of usage.uses) {
    if (use.kind !== "import" || use.optional === true || use.part !== "code" || builds.test(use.file)) continue;
    const module = use.name.split(".", 1)[0]!;
    // What begins with `_` is nobody's to import but Python's own.
    if (module.startsWith("_") || isStandard(module, python)) continue;
    if (ownership.of(use.name, use.file) !== "foreign") continue;
    const providers = distributions.of(use.name);
    if (providers.some((name) => declared.has(name))) continue;
    const [provider] = providers;
    if (provider === undefined && shared.has(module) && likelyDistribution(use.name) === module) continue;
    const name = provider ?? likelyDistribution(use.name);
    if (found.has(name)) continue;
    found.set(name, { module, package: name, kind: provider === undefined ? "missing" : "transitive", use });
  }
  return [...found.values()].toSorted((a, b) => compareText(a.module, b.module));
}
