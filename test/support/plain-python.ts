/**
 * PEP 440, 508 and 425 once more, for the second checker: plain, slow, and without a line of the product, so that a
 * mistake in the product cannot hide here. It knows what released packages use, and throws at anything else.
 */

interface PlainVersion {
  readonly epoch: number;
  /** Without zeros at the end. */
  readonly release: readonly number[];
  /** -1 for a bare development release, then alpha 0, beta 1, candidate 2, none 3. */
  readonly phase: number;
  readonly phaseNumber: number;
  /** -1 for none. */
  readonly post: number;
  /** Infinity for none. */
  readonly dev: number;
  readonly local: string;
}

const versionPattern =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|rc|c)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

const phases: Readonly<Record<string, number>> = { a: 0, alpha: 0, b: 1, beta: 1, c: 2, rc: 2, pre: 2, preview: 2 };

function tryVersion(text: string): PlainVersion | undefined {
  const match = versionPattern.exec(text.trim().toLowerCase());
  if (match === null) return undefined;
  const [, epoch, release, phase, phaseNumber, dash, post, postNumber, dev, devNumber, local] = match;
  const numbers = release!.split(".").map(Number);
  while (numbers.length > 1 && numbers.at(-1) === 0) numbers.pop();
  const isPost = dash !== undefined || post !== undefined;
  return {
    epoch: Number(epoch ?? 0),
    release: numbers,
    phase: phase === undefined ? (dev !== undefined && !isPost ? -1 : 3) : phases[phase]!,
    phaseNumber: Number(phaseNumber || 0),
    post: isPost ? Number(dash ?? (postNumber || 0)) : -1,
    dev: dev === undefined ? Number.POSITIVE_INFINITY : Number(devNumber || 0),
    local: local ?? "",
  };
}

function version(text: string): PlainVersion {
  const parsed = tryVersion(text);
  if (parsed === undefined) throw new Error(`not a version: ${text}`);
  return parsed;
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

function compareLocals(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? -1 : 1;
  const [left, right] = [a.split(/[-_.]/), b.split(/[-_.]/)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i], right[i]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    const [xNumeric, yNumeric] = [/^\d+$/.test(x), /^\d+$/.test(y)];
    if (xNumeric !== yNumeric) return xNumeric ? 1 : -1;
    const difference = xNumeric ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

function compareParsed(a: PlainVersion, b: PlainVersion): number {
  return (
    Math.sign(a.epoch - b.epoch) ||
    compareLists(a.release, b.release) ||
    Math.sign(a.phase - b.phase) ||
    Math.sign(a.phaseNumber - b.phaseNumber) ||
    Math.sign(a.post - b.post) ||
    (a.dev === b.dev ? 0 : a.dev < b.dev ? -1 : 1) ||
    compareLocals(a.local, b.local)
  );
}

/** Whether `text` is a version; white space may surround it. */
export function isPlainVersion(text: string): boolean {
  return tryVersion(text) !== undefined;
}

/** Negative when `a` is older. @throws {Error} at what is not a version */
export function comparePlain(a: string, b: string): number {
  return compareParsed(version(a), version(b));
}

/** Whether `specifiers`, such as `>=1,!=1.5.*`, admit `text`; pre-releases count like any other. */
export function admitsPlain(specifiers: string, text: string): boolean {
  return specifiers
    .split(",")
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "" && clause !== "*")
    .every((clause) => admitsClause(clause, text));
}

function admitsClause(clause: string, text: string): boolean {
  const match = /^(===|==|!=|~=|>=|<=|>|<)\s*(\S+)$/.exec(clause);
  if (match === null) throw new Error(`not a specifier: ${clause}`);
  const [, operator, bound] = match as unknown as [string, string, string];
  if (operator === "===") return bound.toLowerCase() === text.toLowerCase();
  if (operator === "!=") return !admitsClause(`==${bound}`, text);
  if (operator === "==" && bound.endsWith(".*")) return hasPrefix(version(text), version(bound.slice(0, -2)), bound);
  const [own, limit] = [version(text), version(bound)];
  const openly = { ...own, local: "" };
  switch (operator) {
    case "==":
      return compareParsed(limit.local === "" ? openly : own, limit) === 0;
    case ">=":
      return compareParsed(openly, limit) >= 0;
    case "<=":
      return compareParsed(openly, limit) <= 0;
    case "~=": {
      const numbers = bound
        .split(/[^\d.]/)[0]!
        .split(".")
        .filter(Boolean);
      const prefix = numbers.slice(0, -1).join(".");
      return compareParsed(openly, limit) >= 0 && hasPrefix(own, version(prefix), `${prefix}.*`);
    }
    case "<":
      // `<1.0` admits no pre-release of 1.0, and `<1.0.post2` none of 1.0.post2.
      return (
        compareParsed(own, limit) < 0 &&
        !(
          isEarly(own) &&
          !isEarly(limit) &&
          sameRelease(own, limit) &&
          (limit.post < 0 || (own.post === limit.post && own.phase === limit.phase))
        )
      );
    default:
      // PEP 440, "Exclusive ordered comparison": `>1.7` admits neither `1.7.post1` nor `1.7+local`.
      return compareParsed(openly, limit) > 0 && !isPostReleaseOf(own, limit);
  }
}

function isPostReleaseOf(own: PlainVersion, a: PlainVersion): boolean {
  if (own.post < 0 || a.post >= 0 || a.dev !== Number.POSITIVE_INFINITY) return false;
  return sameRelease(own, a) && own.phase === a.phase && own.phaseNumber === a.phaseNumber;
}

function isEarly(a: PlainVersion): boolean {
  return a.phase < 3 || a.dev !== Number.POSITIVE_INFINITY;
}

function sameRelease(a: PlainVersion, b: PlainVersion): boolean {
  return a.epoch === b.epoch && compareLists(a.release, b.release) === 0;
}

function hasPrefix(own: PlainVersion, prefix: PlainVersion, written: string): boolean {
  const length = written.replace(/^v?(\d+!)?/, "").split(".").length - 1;
  const first = (numbers: readonly number[]) => Array.from({ length }, (_, i) => numbers[i] ?? 0);
  return own.epoch === prefix.epoch && compareLists(first(own.release), first(prefix.release)) === 0;
}

/** A dependency line. `specifiers` is empty for "any", `marker` for "always". */
export interface PlainRequirement {
  readonly name: string;
  readonly extras: readonly string[];
  readonly specifiers: string;
  readonly direct: boolean;
  readonly marker: string;
}

/** `Zope_Interface` and `zope.interface` are one package. PEP 503. */
export function plainName(text: string): string {
  return text.toLowerCase().replace(/[-_.]+/g, "-");
}

/** @throws {Error} at what is not a requirement of PEP 508 */
export function readPlainRequirement(text: string): PlainRequirement {
  const [head, ...marker] = text.split(";") as [string, ...string[]];
  const match = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?\s*(@.*|\(?[^()]*\)?)\s*$/.exec(head);
  if (match === null) throw new Error(`not a requirement: ${text}`);
  const [, name, extras, rest] = match;
  return {
    name: plainName(name!),
    extras: (extras ?? "")
      .split(",")
      .map((extra) => plainName(extra.trim()))
      .filter(Boolean),
    specifiers: rest!.startsWith("@") ? "" : rest!.replace(/[()]/g, "").trim(),
    direct: rest!.startsWith("@"),
    marker: marker.join(";").trim(),
  };
}

/** Whether `marker` holds in `environment`, for any of `extras` (for `""` if there are none). Empty always holds. */
export function markerHolds(
  marker: string,
  environment: Readonly<Record<string, string>>,
  extras: readonly string[] = [],
): boolean {
  if (marker === "") return true;
  const values = extras.length === 0 ? [""] : extras;
  return values.some((extra) => new MarkerReader(marker, { ...environment, extra }).holds());
}

/** Evaluates while it reads: or-terms of and-terms of comparisons and parentheses. */
class MarkerReader {
  readonly #tokens: string[];
  readonly #variables: Readonly<Record<string, string>>;

  constructor(marker: string, variables: Readonly<Record<string, string>>) {
    this.#tokens = marker.match(/"[^"]*"|'[^']*'|[()]|===|==|!=|~=|>=|<=|>|<|[\w.]+/g) ?? [];
    this.#variables = variables;
  }

  holds(): boolean {
    const result = this.#either();
    if (this.#tokens.length > 0) throw new Error(`left over in a marker: ${this.#tokens.join(" ")}`);
    return result;
  }

  #either(): boolean {
    let result = this.#both();
    while (this.#takes("or")) result = this.#both() || result;
    return result;
  }

  #both(): boolean {
    let result = this.#single();
    while (this.#takes("and")) result = this.#single() && result;
    return result;
  }

  #single(): boolean {
    if (this.#takes("(")) {
      const result = this.#either();
      if (!this.#takes(")")) throw new Error("a marker lacks `)`");
      return result;
    }
    const left = this.#operand();
    const operator = this.#takes("not") ? `not ${this.#tokens.shift()}` : this.#tokens.shift()!;
    return compareOperands(left, operator, this.#operand());
  }

  #takes(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }

  #operand(): { readonly text: string; readonly variable: string | undefined } {
    const token = this.#tokens.shift() ?? "";
    if (/^["']/.test(token)) return { text: token.slice(1, -1), variable: undefined };
    const name = oldNames[token] ?? token;
    const value = this.#variables[name];
    if (value === undefined) throw new Error(`unknown marker variable ${token}`);
    return { text: value, variable: name };
  }
}

const oldNames: Readonly<Record<string, string>> = {
  "os.name": "os_name",
  "sys.platform": "sys_platform",
  "platform.version": "platform_version",
  "platform.machine": "platform_machine",
  "platform.python_implementation": "platform_python_implementation",
  python_implementation: "platform_python_implementation",
};

function compareOperands(
  left: { readonly text: string; readonly variable: string | undefined },
  operator: string,
  right: { readonly text: string; readonly variable: string | undefined },
): boolean {
  if (left.variable === "extra" || right.variable === "extra") {
    const same = plainName(left.text) === plainName(right.text);
    return operator === "!=" ? !same : same;
  }
  if (operator === "in") return right.text.includes(left.text);
  if (operator === "not in") return !right.text.includes(left.text);
  const bound = right.text.replace(/\.\*$/, "");
  if (tryVersion(left.text) !== undefined && tryVersion(bound) !== undefined)
    return admitsClause(`${operator}${right.text}`, left.text);
  switch (operator) {
    case "==":
      return left.text === right.text;
    case "!=":
      return left.text !== right.text;
    default:
      throw new Error(`cannot compare ${left.text} ${operator} ${right.text}`);
  }
}

/** What a wheel must fit: CPython `3.minor` on `architecture` with glibc `2.glibc`. */
export interface PlainPlatform {
  readonly minor: number;
  readonly glibc: number;
  readonly architecture: string;
}

/** Whether a wheel of this name installs there. PEP 425, 427 and 600. */
export function wheelFits(filename: string, platform: PlainPlatform): boolean {
  if (!filename.endsWith(".whl")) return false;
  const [pythons, abis, platforms] = filename.slice(0, -4).split("-").slice(-3) as [string, string, string];
  return pythons
    .split(".")
    .some((python) =>
      abis.split(".").some((abi) => platforms.split(".").some((tag) => tagFits(python, abi, tag, platform))),
    );
}

function tagFits(python: string, abi: string, tag: string, platform: PlainPlatform): boolean {
  const [, implementation, minorText] = /^(cp|py)3(\d*)$/.exec(python) ?? [];
  if (implementation === undefined) return false;
  const minor = minorText === "" ? 0 : Number(minorText);
  const lenient = implementation === "py" ? abi === "none" : abi === "abi3";
  const strict = implementation === "cp" && (abi === `cp3${platform.minor}` || abi === "none");
  const pythonFits = (lenient && minor <= platform.minor) || (strict && minor === platform.minor);
  return pythonFits && (tag === "any" || platformFits(tag, platform));
}

function platformFits(tag: string, platform: PlainPlatform): boolean {
  const old: Readonly<Record<string, number>> = { manylinux1: 5, manylinux2010: 12, manylinux2014: 17 };
  const match = /^(manylinux1|manylinux2010|manylinux2014|manylinux_2_(\d+)|linux)_(.+)$/.exec(tag);
  if (match === null || match[3] !== platform.architecture) return false;
  return match[1] === "linux" || (old[match[1]!] ?? Number(match[2])) <= platform.glibc;
}
