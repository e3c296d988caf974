/**
 * The plain twin of the resolver for tiny worlds: tries every release wherever one is asked for, keeps the stacks that
 * hold together, and compares what they cost. It shares no code with the product; versions are small integers.
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
  /** By tier. */
  readonly costs: readonly number[];
}

/** Without bounds any release will do. */
export interface TinyPin {
  readonly name: string;
  readonly bounds: Bounds | undefined;
}

export interface TinyScore {
  readonly tier: number;
  /** Below 0: a stack with all of the packages that misses one of the pins costs as much. */
  readonly weight: number;
  readonly when: readonly TinyPin[];
}

export interface TinyWorld {
  /** Whether even versions are pre-releases; by the rule they need a requirement that names one, or no final release. */
  readonly prereleases: boolean;
  readonly packages: Readonly<Record<string, readonly TinyRelease[]>>;
  readonly root: readonly TinyRequirement[];
  readonly constraints: readonly TinyRequirement[];
  /** Pins that may not all occur together. */
  readonly forbids: readonly (readonly TinyPin[])[];
  readonly tiers: number;
  readonly scores: readonly TinyScore[];
}

/** Version by name, the names sorted. */
export type TinyStack = Readonly<Record<string, number>>;

export interface Optimum {
  readonly stack: TinyStack;
  /** By tier. */
  readonly cost: readonly number[];
}

export interface Together {
  /** One a world. */
  readonly stacks: readonly TinyStack[];
  readonly cost: readonly number[];
}

/** Every stack of a world: pins of exactly the packages that the root reaches. */
export function allStacks(world: TinyWorld): TinyStack[] {
  const stacks: TinyStack[] = [];
  const chosen = new Map<string, TinyRelease>();
  answer(world.root, 0);
  return stacks;

  /** @param open what was asked for, of which all before `at` is met. */
  function answer(open: readonly TinyRequirement[], at: number): void {
    const next = open[at];
    if (next === undefined) {
      const stack = Object.fromEntries([...chosen.keys()].sort().map((name) => [name, chosen.get(name)!.version]));
      if (isAllowed(world, stack) && isRegular(world, stack)) stacks.push(stack);
      return;
    }
    const already = chosen.get(next.name);
    for (const release of already === undefined ? (world.packages[next.name] ?? []) : [already]) {
      if (release.removed || !holds(next.bounds, release.version)) continue;
      const more = [...release.requires, ...next.extras.flatMap((extra) => release.extras[extra] ?? [])];
      const unseen = more.filter((requirement) => !open.includes(requirement));
      chosen.set(next.name, release);
      answer(unseen.length === 0 ? open : [...open, ...unseen], at + 1);
      if (already === undefined) chosen.delete(next.name);
    }
  }
}

/** The stack that costs least tier by tier, then has the fewest packages, then the newer release of the first by name. */
export function bestStack(world: TinyWorld): Optimum | undefined {
  let best: Optimum | undefined;
  for (const stack of allStacks(world)) {
    const found = { stack, cost: costOf(world, stack) };
    if (best === undefined || isBetter(found, best)) best = found;
  }
  return best;
}

/**
 * The stacks of several worlds that are best as one: their costs added up, with the number of packages that two of the
 * stacks hold at different releases put before the tier `agreementBefore`. Undefined where one of the worlds has none.
 */
export function bestTogether(worlds: readonly TinyWorld[], agreementBefore: number): Together | undefined {
  let tuples: TinyStack[][] = [[]];
  for (const world of worlds) tuples = allStacks(world).flatMap((stack) => tuples.map((tuple) => [...tuple, stack]));
  let best: Together | undefined;
  for (const stacks of tuples) {
    const found = { stacks, cost: costTogether(worlds, stacks, agreementBefore) };
    if (best === undefined || isBetterTogether(found, best)) best = found;
  }
  return best;
}

export function costTogether(
  worlds: readonly TinyWorld[],
  stacks: readonly TinyStack[],
  agreementBefore: number,
): number[] {
  const costs = worlds.map((world, i) => costOf(world, stacks[i]!));
  const sums = costs[0]!.map((_, tier) => costs.reduce((sum, cost) => sum + cost[tier]!, 0));
  let differ = 0;
  for (const [i, one] of stacks.entries())
    for (const other of stacks.slice(i + 1))
      for (const [name, version] of Object.entries(one))
        if (other[name] !== undefined && other[name] !== version) differ++;
  return [...sums.slice(0, agreementBefore), differ, ...sums.slice(agreementBefore)];
}

/** What a stack costs, by tier. */
export function costOf(world: TinyWorld, stack: TinyStack): number[] {
  const cost = Array.from({ length: world.tiers }, () => 0);
  for (const [name, version] of Object.entries(stack)) {
    const release = world.packages[name]!.find((other) => other.version === version)!;
    for (let tier = 0; tier < world.tiers; tier++) cost[tier]! += release.costs[tier] ?? 0;
  }
  for (const { tier, weight, when } of world.scores) {
    if (!when.every(({ name }) => stack[name] !== undefined)) continue;
    const holdsAll = when.every(({ name, bounds }) => holds(bounds ?? [], stack[name]!));
    if (weight > 0 && holdsAll) cost[tier]! += weight;
    if (weight < 0 && !holdsAll) cost[tier]! -= weight;
  }
  return cost;
}

/** Below 0 when `a` is less, the first number that differs deciding. */
export function compareTiers(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, tier) => value !== b[tier]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

function isBetter(a: Optimum, b: Optimum): boolean {
  const byCost = compareTiers(a.cost, b.cost);
  if (byCost !== 0) return byCost < 0;
  const bySize = Object.keys(a.stack).length - Object.keys(b.stack).length;
  if (bySize !== 0) return bySize < 0;
  const names = Object.keys({ ...a.stack, ...b.stack }).sort();
  const differs = names.find((name) => a.stack[name] !== b.stack[name]);
  return differs !== undefined && (a.stack[differs] ?? 0) > (b.stack[differs] ?? 0);
}

/** Of equal costs fewer packages are better, then the newer release of the first by name, in the first world first. */
function isBetterTogether(a: Together, b: Together): boolean {
  const byCost = compareTiers(a.cost, b.cost);
  if (byCost !== 0) return byCost < 0;
  const sizeOf = ({ stacks }: Together): number => stacks.reduce((sum, stack) => sum + Object.keys(stack).length, 0);
  if (sizeOf(a) !== sizeOf(b)) return sizeOf(a) < sizeOf(b);
  for (const name of Object.keys(Object.assign({}, ...a.stacks, ...b.stacks) as TinyStack).sort())
    for (const [i, stack] of a.stacks.entries()) {
      const difference = (stack[name] ?? 0) - (b.stacks[i]![name] ?? 0);
      if (difference !== 0) return difference > 0;
    }
  return false;
}

function isAllowed({ constraints, forbids }: TinyWorld, stack: TinyStack): boolean {
  const isThere = ({ name, bounds }: TinyPin): boolean => stack[name] !== undefined && holds(bounds ?? [], stack[name]);
  return (
    constraints.every((bound) => stack[bound.name] === undefined || isThere(bound)) &&
    !forbids.some((pins) => pins.every(isThere))
  );
}

export function isPrerelease(version: number): boolean {
  return version % 2 === 0;
}

/** Whether each pre-release in a stack is one that may be there: a line of the user's or a first choice names it. */
function isRegular(world: TinyWorld, stack: TinyStack): boolean {
  if (!world.prereleases) return true;
  const isFinal = ({ version, removed }: TinyRelease): boolean => !removed && !isPrerelease(version);
  const first = metByFirstChoices(world);
  return Object.entries(stack).every(([name, version]) => {
    if (!isPrerelease(version) || !world.packages[name]!.some(isFinal)) return true;
    const others = new Set(Object.keys(stack).filter((other) => other !== name));
    const named = [...met(world, stack, others)].filter((requirement) => first.has(requirement));
    return [...world.root, ...world.constraints, ...named].some(
      ({ name: target, bounds }) => target === name && bounds.some(namesPrerelease) && holds(bounds, version),
    );
  });
}

/** What the first choices of packages require of each other, beginning with those that the root asks for. */
function metByFirstChoices(world: TinyWorld): ReadonlySet<TinyRequirement> {
  const asked = new Set<TinyRequirement>(world.root);
  for (const { name, extras } of asked) {
    const first = world.packages[name] && firstChoice(world, name);
    const release = world.packages[name]?.find(({ version }) => version === first);
    for (const more of [...(release?.requires ?? []), ...extras.flatMap((extra) => release?.extras[extra] ?? [])])
      asked.add(more);
  }
  return asked;
}

/** The release of a package that costs least of those that the user's lines leave, a final one if there is one. */
function firstChoice({ root, constraints, packages, tiers }: TinyWorld, name: string): number | undefined {
  const lines = [...root, ...constraints].filter((line) => line.name === name);
  const naming = lines.filter(({ bounds }) => bounds.some(namesPrerelease));
  const isHeldBack = ({ version }: TinyRelease): boolean =>
    isPrerelease(version) && !naming.some(({ bounds }) => holds(bounds, version));
  const open = packages[name]!.filter(
    ({ version, removed }) => !removed && lines.every(({ bounds }) => holds(bounds, version)),
  );
  const best = open.toSorted(
    (a, b) =>
      Number(isHeldBack(a)) - Number(isHeldBack(b)) ||
      compareTiers(a.costs.slice(0, tiers), b.costs.slice(0, tiers)) ||
      b.version - a.version,
  );
  return best[0]?.version;
}

function namesPrerelease({ operator, version }: Bounds[number]): boolean {
  return operator !== "!=" && isPrerelease(version);
}

/** The root's requirements and those of the packages `owners` of a stack, with the extras that anyone in it asks for. */
function met(world: TinyWorld, stack: TinyStack, owners: ReadonlySet<string>): ReadonlySet<TinyRequirement> {
  const asked = new Set(world.root);
  const counted = new Set(world.root);
  for (const { name, extras } of asked) {
    const release = world.packages[name]!.find(({ version }) => version === stack[name])!;
    for (const more of [...release.requires, ...extras.flatMap((extra) => release.extras[extra] ?? [])]) {
      asked.add(more);
      if (owners.has(name)) counted.add(more);
    }
  }
  return counted;
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
