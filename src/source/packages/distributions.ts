/**
 * Which distribution a module comes from. The index does not tell; what is known of the project does: a name that its
 * manifest or lock has comes before one that only a table knows, and what nobody knows is not guessed at in silence.
 */

import { normalizeName, type PackageName } from "../../python/index.ts";
import { renamedModules } from "./module-table.ts";
import { plainModules } from "./plain-modules.ts";

const rows: ReadonlyMap<string, readonly PackageName[]> = new Map(
  renamedModules
    .trim()
    .split("\n")
    .map((line) => {
      const [module, ...distributions] = line.split(" ");
      return [module!, distributions as PackageName[]];
    }),
);

const plain: ReadonlySet<string> = new Set(plainModules.trim().split(/\s+/));
const renamed: ReadonlySet<string> = new Set([...rows.values()].flat());

/** What a module is called when its distribution adds to that, in the order of likelihood. */
const habits: readonly ((module: string) => string)[] = [
  (module) => module,
  (module) => `python-${module}`,
  (module) => `py${module}`,
  (module) => `${module}-python`,
  (module) => `${module}-py`,
  (module) => `py-${module}`,
  (module) => `django-${module}`,
];

export class Distributions {
  readonly #known: ReadonlySet<PackageName>;
  readonly #found = new Map<string, readonly PackageName[]>();

  /** @param known what the manifest and the lock have. */
  constructor(known: ReadonlySet<PackageName>) {
    this.#known = known;
  }

  /** Those of the project that have what `name` names; empty where none does. Several have the same module. */
  of(name: string): readonly PackageName[] {
    // A name leads to its modules: what is longer than a few steps names no more of them.
    const key = name
      .split(".", 4)
      .join(".")
      .replaceAll(/\(\)|\[\]/g, "");
    const found = this.#found.get(key) ?? this.#find(key);
    this.#found.set(key, found);
    return found;
  }

  /** `requests.auth` may be `requests-auth` and is `requests`: only a table tells that a longer name says all. */
  #find(name: string): readonly PackageName[] {
    const found = new Set<PackageName>();
    for (const module of prefixes(name)) {
      const listed = (rows.get(module) ?? []).filter((each) => this.#known.has(each));
      for (const each of listed) found.add(each);
      if (listed.length > 0) break;
      const habitual = this.#byHabit(module);
      if (habitual !== undefined) found.add(habitual);
    }
    return [...found];
  }

  #byHabit(module: string): PackageName | undefined {
    // In a namespace that many share only the whole name says anything.
    const forms = module.includes(".") ? habits.slice(0, 1) : habits;
    return forms.map((form) => normal(form(module))).find((name) => this.#known.has(name));
  }
}

function normal(name: string): PackageName {
  return normalizeName(name) as PackageName;
}

/** Of `a.b.c` the longest first. */
function prefixes(name: string): readonly string[] {
  const steps = name.split(".");
  return steps.map((_, index) => steps.slice(0, steps.length - index).join("."));
}

/** The distribution that a table names first, else the one that is called as its module is. */
export function likelyDistribution(name: string): PackageName {
  for (const module of prefixes(name)) {
    const [first] = rows.get(module) ?? [];
    if (first !== undefined) return first;
  }
  return normal(name.split(".", 1)[0]!);
}

/** Whether a table says under which name a distribution is imported. */
export function isImportNameKnown(distribution: PackageName): boolean {
  return plain.has(distribution) || renamed.has(distribution);
}
