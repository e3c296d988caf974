/**
 * The plain twin of the resolver for tiny worlds: tries every choice of one release per package and looks whether what
 * can be reached from the root holds together. It shares no code with the product; versions are small integers.
 */

/** Bounds on a version: every comparison must hold. */
export type Bounds = readonly { readonly operator: ">=" | "<=" | "==" | "!="; readonly version: number }[];

export interface TinyRequirement {
  readonly name: string;
  readonly extras: readonly string[];
  readonly bounds: Bounds;
}

export interface TinyRelease {
  readonly version: number;
  readonly removed: boolean;
  readonly requires: readonly TinyRequirement[];
  /** By extra: what is required on top. */
  readonly extras: Readonly<Record<string, readonly TinyRequirement[]>>;
}

export interface TinyWorld {
  readonly packages: Readonly<Record<string, readonly TinyRelease[]>>;
  readonly root: readonly TinyRequirement[];
  readonly constraints: readonly TinyRequirement[];
  /** Pins that may not all occur together. */
  readonly forbids: readonly (readonly { readonly name: string; readonly bounds: Bounds | undefined }[])[];
}

export type TinyStack = Readonly<Record<string, number>>;

/** Every stack of a world: pins of exactly the packages that the root reaches. */
export function allStacks(world: TinyWorld): TinyStack[] {
  const found = new Map<string, TinyStack>();
  for (const choice of choices(Object.entries(world.packages))) {
    const stack = reach(world, choice);
    if (stack !== undefined) found.set(JSON.stringify(stack), stack);
  }
  return [...found.values()];
}

type Choice = ReadonlyMap<string, TinyRelease>;

function* choices(packages: readonly (readonly [string, readonly TinyRelease[]])[]): Iterable<Choice> {
  const [first, ...rest] = packages;
  if (first === undefined) return yield new Map();
  const [name, releases] = first;
  for (const others of choices(rest)) {
    if (releases.length === 0) yield others;
    for (const release of releases) yield new Map([...others, [name, release]]);
  }
}

function reach(world: TinyWorld, choice: Choice): TinyStack | undefined {
  const reached = new Map<string, number>();
  const open: TinyRequirement[] = [...world.root];
  const seen = new Set<TinyRequirement>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const release = choice.get(next.name);
    if (release === undefined || release.removed || !holds(next.bounds, release.version)) return undefined;
    reached.set(next.name, release.version);
    open.push(...release.requires, ...next.extras.flatMap((extra) => release.extras[extra] ?? []));
  }
  const breaks = world.constraints.some(({ name, bounds }) => reached.has(name) && !holds(bounds, reached.get(name)!));
  const meets = world.forbids.some((pins) =>
    pins.every(({ name, bounds }) => reached.has(name) && holds(bounds ?? [], reached.get(name)!)),
  );
  return breaks || meets ? undefined : Object.fromEntries([...reached].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function holds(bounds: Bounds, version: number): boolean {
  return bounds.every(({ operator, version: other }) => {
    switch (operator) {
      case ">=":
        return version >= other;
      case "<=":
        return version <= other;
      case "==":
        return version === other;
      case "!=":
        return version !== other;
    }
  });
}
