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

/** What a stack must be like: it holds all of the pins, and they brought the package in. */
export interface TinySituation {
  readonly when: readonly TinyPin[];
  /** All of `by` require it, and with `only` neither the root nor another package does. */
  readonly introduced?:
    | { readonly package: string; readonly by: readonly TinyPin[]; readonly only: boolean }
    | undefined;
}

export interface TinyScore extends TinySituation {
  readonly tier: number;
  /** Below 0: a stack with all of the packages in another situation costs as much. */
  readonly weight: number;
}

/** The dependency on the package vanishes; with bounds, releases within them may not be chosen, and it may be left out. */
export interface TinySkip extends TinySituation {
  readonly pin: TinyPin;
}

/** A requirement on top. */
export interface TinyAddition extends TinySituation {
  readonly requirement: TinyRequirement;
}

/** A release of another package that may be there in place of one. */
export interface TinyOffer {
  readonly name: string;
  readonly version: number;
  readonly instead: { readonly name: string; readonly version: number };
}

export interface TinyWorld {
  /** Whether even versions are pre-releases; by the rule they need a requirement that names one, or no final release. */
  readonly prereleases: boolean;
  readonly packages: Readonly<Record<string, readonly TinyRelease[]>>;
  readonly root: readonly TinyRequirement[];
  readonly constraints: readonly TinyRequirement[];
  /** Situations in which there may be no stack. */
  readonly forbids: readonly TinySituation[];
  readonly tiers: number;
  readonly scores: readonly TinyScore[];
  readonly skips: readonly TinySkip[];
  readonly additions: readonly TinyAddition[];
  readonly offers: readonly TinyOffer[];
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

/** A requirement, and who has it. */
interface Demand {
  readonly by:
    | { readonly kind: "root" | "addition" }
    | { readonly kind: "package" | "stand-in"; readonly name: string };
  readonly requirement: TinyRequirement;
}

/** A release, or the one that stands in for it. */
interface Choice {
  readonly release: TinyRelease;
  readonly offer: TinyOffer | undefined;
}

/** A finished attempt: all that was asked for, met or left out. */
interface Attempt {
  readonly chosen: ReadonlyMap<string, Choice>;
  readonly demands: readonly Demand[];
  /** By place in `demands`. */
  readonly left: readonly boolean[];
  /** Those that are there for the pins of the stack: whether they count. */
  readonly fired: ReadonlyMap<TinyAddition, boolean>;
}

/** Every stack of a world: pins of exactly the packages that the root reaches. */
export function allStacks(world: TinyWorld): TinyStack[] {
  return allAnswers(world).map(({ stack }) => stack);
}

/** The same with what each costs. One may cost more or less by what stands in for what. */
export function allAnswers(world: TinyWorld): Optimum[] {
  const answers = new Map<string, Optimum>();
  const chosen = new Map<string, Choice>();
  answer(
    world.root.map((requirement) => ({ by: { kind: "root" }, requirement })),
    [],
    new Map(),
  );
  return [...answers.values()];

  /** @param open what was asked for, of which as many as there are in `left` are met or left out. */
  function answer(open: readonly Demand[], left: readonly boolean[], fired: ReadonlyMap<TinyAddition, boolean>): void {
    const next = open[left.length];
    if (next === undefined) return complete({ chosen, demands: open, left, fired });
    const { name, bounds, extras } = next.requirement;
    if (next.by.kind !== "stand-in" && world.skips.some((skip) => mayLeave(world, skip, next, chosen)))
      answer(open, [...left, true], fired);
    const already = chosen.get(name);
    for (const choice of already === undefined ? choicesOf(world, name) : [already]) {
      const { release, offer } = choice;
      // What stands in for something is that very release, and nothing stands in for it.
      if (!holds(bounds, release.version) || (next.by.kind === "stand-in" && offer !== undefined)) continue;
      chosen.set(name, choice);
      const more = demandsOf(name, choice, extras);
      const unseen = more.filter((demand) => !open.some((other) => isSame(demand, other)));
      answer(unseen.length === 0 ? open : [...open, ...unseen], [...left, false], fired);
      if (already === undefined) chosen.delete(name);
    }
  }

  function complete(attempt: Attempt): void {
    const { demands, left, fired } = attempt;
    const next = world.additions.find((addition) => !fired.has(addition) && pinsHold(addition, chosen));
    if (next !== undefined) {
      const demand: Demand = { by: { kind: "addition" }, requirement: next.requirement };
      answer([...demands, demand], left, new Map([...fired, [next, true]]));
      if (next.introduced !== undefined) answer(demands, left, new Map([...fired, [next, false]]));
      return;
    }
    const there = [...chosen.keys()].filter((name) => chosen.get(name)!.offer === undefined);
    const stack = Object.fromEntries(there.sort().map((name) => [name, chosen.get(name)!.release.version]));
    if (!isAllowed(world, attempt) || !isConsistent(world, attempt) || !isRegular(world, stack, demands)) return;
    const found = { stack, cost: costIn(world, attempt) };
    answers.set(JSON.stringify(found), found);
  }
}

function choicesOf({ packages, offers }: TinyWorld, name: string): Choice[] {
  const releases = packages[name] ?? [];
  const standIns = offers.flatMap((offer) =>
    releases
      .filter(({ version }) => offer.name === name && offer.version === version)
      .map((release) => ({ release, offer })),
  );
  return [...releases.filter(({ removed }) => !removed).map((release) => ({ release, offer: undefined })), ...standIns];
}

function demandsOf(name: string, { release, offer }: Choice, extras: readonly string[]): Demand[] {
  if (offer !== undefined) {
    const { instead } = offer;
    const bounds = [{ operator: "==" as const, version: instead.version }];
    return [{ by: { kind: "stand-in", name }, requirement: { name: instead.name, extras, bounds } }];
  }
  const requires = [...release.requires, ...extras.flatMap((extra) => release.extras[extra] ?? [])];
  return requires.map((requirement) => ({ by: { kind: "package", name }, requirement }));
}

/** A stand-in requires the same again each time it is asked for. */
function isSame(a: Demand, b: Demand): boolean {
  if (a.by.kind !== "stand-in") return a.requirement === b.requirement;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether the skip speaks of the requirement, whatever its situation. */
function mayLeave(
  { packages }: TinyWorld,
  { pin, when, introduced }: TinySkip,
  { by, requirement }: Demand,
  chosen: ReadonlyMap<string, Choice>,
): boolean {
  if (pin.name !== requirement.name) return false;
  if (by.kind === "root" && (when.length > 0 || introduced !== undefined)) return false;
  if (
    introduced !== undefined &&
    !(by.kind === "package" && introduced.by.some((own) => own.name === by.name && isPinned(own, chosen)))
  )
    return false;
  if (pin.bounds === undefined) return true;
  return (packages[pin.name] ?? []).some(
    ({ version }) => holds(pin.bounds!, version) && holds(requirement.bounds, version),
  );
}

function isPinned({ name, bounds }: TinyPin, chosen: ReadonlyMap<string, Choice>): boolean {
  const choice = chosen.get(name);
  return choice !== undefined && choice.offer === undefined && holds(bounds ?? [], choice.release.version);
}

function pinsHold({ when, introduced }: TinySituation, chosen: ReadonlyMap<string, Choice>): boolean {
  return [...when, ...(introduced?.by ?? [])].every((pin) => isPinned(pin, chosen));
}

function isSituation(situation: TinySituation, { chosen, demands }: Attempt): boolean {
  const { introduced } = situation;
  if (!pinsHold(situation, chosen)) return false;
  if (introduced === undefined) return true;
  const on = demands.filter(({ requirement }) => requirement.name === introduced.package);
  const isBy = ({ by }: Demand): boolean =>
    by.kind === "package" && introduced.by.some((pin) => pin.name === by.name && isPinned(pin, chosen));
  const isOther = (demand: Demand): boolean =>
    demand.by.kind === "root" || ("name" in demand.by && demand.by.name !== introduced.package && !isBy(demand));
  const isBrought = introduced.by.every(({ name }) => on.some(({ by }) => by.kind === "package" && by.name === name));
  return isBrought && !(introduced.only && on.some(isOther));
}

/** Whether what was left out may be, what was not may not, and what was added had to be. */
function isConsistent(world: TinyWorld, attempt: Attempt): boolean {
  const { chosen, demands, left, fired } = attempt;
  if ([...fired].some(([addition, counts]) => isSituation(addition, attempt) !== counts)) return false;
  const active = world.skips.filter((skip) => isSituation(skip, attempt));
  const isMatched = ({ pin }: TinySkip): boolean => pin.bounds !== undefined && isPinned(pin, chosen);
  if (active.some((skip) => skip.introduced === undefined && isMatched(skip))) return false;
  return demands.every((demand, i) => {
    const own = demand.by.kind === "stand-in" ? [] : active.filter((skip) => mayLeave(world, skip, demand, chosen));
    return left[i] ? own.length > 0 : !own.some((skip) => skip.pin.bounds === undefined || isMatched(skip));
  });
}

/** The stack that costs least tier by tier, then has the fewest packages, then the newer release of the first by name. */
export function bestStack(world: TinyWorld): Optimum | undefined {
  let best: Optimum | undefined;
  for (const found of allAnswers(world)) if (best === undefined || isBetter(found, best)) best = found;
  return best;
}

/**
 * The stacks of several worlds that are best as one: their costs added up, with the number of packages that two of the
 * stacks hold at different releases put before the tier `agreementBefore`. Undefined where one of the worlds has none.
 */
export function bestTogether(worlds: readonly TinyWorld[], agreementBefore: number): Together | undefined {
  let tuples: Optimum[][] = [[]];
  for (const world of worlds) tuples = allAnswers(world).flatMap((own) => tuples.map((tuple) => [...tuple, own]));
  let best: Together | undefined;
  for (const answers of tuples) {
    const found = {
      stacks: answers.map(({ stack }) => stack),
      cost: costTogether(answers, agreementBefore),
    };
    if (best === undefined || isBetterTogether(found, best)) best = found;
  }
  return best;
}

export function costTogether(answers: readonly Optimum[], agreementBefore: number): number[] {
  const stacks = answers.map(({ stack }) => stack);
  const sums = answers[0]!.cost.map((_, tier) => answers.reduce((sum, { cost }) => sum + cost[tier]!, 0));
  let differ = 0;
  for (const [i, one] of stacks.entries())
    for (const other of stacks.slice(i + 1))
      for (const [name, version] of Object.entries(one))
        if (other[name] !== undefined && other[name] !== version) differ++;
  return [...sums.slice(0, agreementBefore), differ, ...sums.slice(agreementBefore)];
}

/** What a stack costs, by tier. */
function costIn(world: TinyWorld, attempt: Attempt): number[] {
  const { chosen } = attempt;
  const cost = Array.from({ length: world.tiers }, () => 0);
  for (const { release } of chosen.values())
    for (let tier = 0; tier < world.tiers; tier++) cost[tier]! += release.costs[tier] ?? 0;
  for (const score of world.scores) {
    const { tier, weight, when, introduced } = score;
    const isThere = [...when, ...(introduced?.by ?? [])].every(({ name }) => isPinned({ name, bounds: [] }, chosen));
    if (isThere && weight > 0 === isSituation(score, attempt)) cost[tier]! += Math.abs(weight);
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

function isAllowed({ constraints, forbids }: TinyWorld, attempt: Attempt): boolean {
  const isBound = ({ name, bounds }: TinyRequirement): boolean => {
    const choice = attempt.chosen.get(name);
    return choice === undefined || holds(bounds, choice.release.version);
  };
  return constraints.every(isBound) && !forbids.some((situation) => isSituation(situation, attempt));
}

export function isPrerelease(version: number): boolean {
  return version % 2 === 0;
}

/** Whether each pre-release in a stack is one that may be there: a line of the user's or a first choice names it. */
function isRegular(world: TinyWorld, stack: TinyStack, demands: readonly Demand[]): boolean {
  if (!world.prereleases) return true;
  const isFinal = ({ version, removed }: TinyRelease): boolean => !removed && !isPrerelease(version);
  const first = metByFirstChoices(world);
  return Object.entries(stack).every(([name, version]) => {
    if (!isPrerelease(version) || !world.packages[name]!.some(isFinal)) return true;
    const named = demands
      .filter(({ by, requirement }) => by.kind === "package" && by.name !== name && first.has(requirement))
      .map(({ requirement }) => requirement);
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

export function holds(bounds: Bounds, version: number): boolean {
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
