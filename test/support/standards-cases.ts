/**
 * Questions about the standards, made at random from a seed: realistic ones, odd ones, and either with a few characters
 * changed. Each is a question of the conformance door, or one of those that only the oracle's test asks.
 */

import { SeededRandom } from "./random.ts";

/** One question; `op` names the operation. */
export type StandardsQuestion = Readonly<Record<string, unknown>> & { readonly op: string };

/** `count` questions, the same for the same seed. */
export function standardsQuestions(seed: number, count: number): StandardsQuestion[] {
  const cases = new CaseMaker(new SeededRandom(seed));
  return Array.from({ length: count }, () => cases.question());
}

const numbers = [
  "0",
  "0",
  "1",
  "1",
  "2",
  "3",
  "9",
  "10",
  "00",
  "007",
  "15",
  "2024",
  "20240131",
  "65536",
  "2097152",
  "1023",
  "1048575",
];
const hugeNumbers = [
  "9007199254740991",
  "9007199254740992",
  "9007199254740993",
  "18446744073709551616",
  "1".repeat(60),
];
const spaces = ["", "", "", " ", "  ", "\t", " \t ", "\n", "\u00a0", "\u3000", "\u001c", "\u0085", "\ufeff"];
const preWords = ["a", "b", "rc", "c", "alpha", "beta", "pre", "preview", "A", "RC", "Alpha", "PREVIEW"];
const operators = ["==", "==", "!=", ">=", ">=", "<=", "<", ">", "~=", "==="];
const names = ["foo", "Foo", "foo.bar", "Foo_Bar", "foo--bar", "f", "zope.interface", "A1", "foo_"];
const oddNames = ["_foo", "foo-", "fоо", "é", "foo bar", ""];
const extras = ["socks", "Socks", "use_chardet", "use-chardet", "a.b", "a..b", "test", "A"];
const odd = [
  "'",
  '"',
  "(",
  ")",
  "[",
  "]",
  ";",
  ",",
  "=",
  "<",
  "!",
  "~",
  "*",
  ".",
  "-",
  "_",
  "+",
  " ",
  "\n",
  "\\",
  "@",
  "v",
  "0",
  "1",
  "a",
  "é",
  "²",
  "١",
  "ſ",
  "K",
  "😀",
  "in",
  "or",
  "not",
];
const variables = [
  "os_name",
  "sys_platform",
  "platform_machine",
  "platform_python_implementation",
  "platform_release",
  "platform_system",
  "platform_version",
  "python_version",
  "python_version",
  "python_full_version",
  "implementation_name",
  "implementation_version",
  "extra",
  "extra",
];
const oddVariables = [
  "os.name",
  "sys.platform",
  "platform.machine",
  "python_implementation",
  "platform.version",
  "extras",
  "dependency_groups",
  "foo",
  "Python_Version",
];
const markerTexts = [
  "linux",
  "win32",
  "darwin",
  "posix",
  "nt",
  "CPython",
  "x86_64",
  "Linux",
  "",
  "2.6 2.7 3.2",
  "3.8",
  "lin",
  "5.15.0-generic",
  "#1 SMP",
];
const markerOperators = ["==", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "not  in"];
const pythons = ["2.7", "3", "3.6", "3.8", "3.9", "3.10", "3.11.4", "3.12.0rc1", "3.13.0+", "3.9.*", "4"];
const interpreters = ["py3", "py2.py3", "cp38", "cp310", "pp39", "CP38", "py3.PY3", "cp38.cp39.cp310"];
const oddInterpreters = ["", "3py", "c-p", "py3.", "péy", "_", "é"];
const abis = ["none", "abi3", "cp38", "cp37m", "abi3.none", "NONE"];
const platforms = [
  "any",
  "manylinux1_x86_64",
  "manylinux_2_17_x86_64.manylinux2014_x86_64",
  "win_amd64",
  "macosx_10_9_x86_64",
  "linux_x86_64",
  "a.a",
];
const builds = ["1", "0", "001", "1abc", "20240101", "12345678901234567890", "1_x", "1.2"];
const oddBuilds = ["b1", "", "1\nx", "١"];
const urls = [
  "https://example.org/foo.zip",
  "git+https://github.com/a/b@v1",
  "file:///a;b",
  "x",
  "https://example.org/a#sha256=00",
  "",
];

class CaseMaker {
  readonly #random: SeededRandom;
  readonly #makers: readonly (() => StandardsQuestion)[];

  constructor(random: SeededRandom) {
    this.#random = random;
    const text = (op: string, make: () => string) => () => ({ op, text: this.#perhapsMutated(make()) });
    this.#makers = [
      text("version", () => this.#version()),
      text("properties", () => this.#version()),
      () => ({ op: "compare", ...this.#versionPair() }),
      () => ({ op: "compare", ...this.#versionPair() }),
      () => ({ op: "contains", ...this.#specifierAndVersion(), prereleases: this.#prereleases() }),
      () => ({ op: "contains", ...this.#specifierAndVersion(), prereleases: this.#prereleases() }),
      () => this.#filter(),
      () => this.#marker(),
      () => this.#marker(),
      text("requirement", () => this.#requirement()),
      text("print", () => this.#requirement()),
      text("set", () => this.#specifierSet()),
      text("specifier", () => this.#clause(this.#version())),
      text("marker-text", () => this.#expression(0)),
      text("metadata", () => this.#metadata()),
      () => ({ op: this.#random.pick(["valid-name", "normal-name"]), text: this.#perhapsMutated(this.#name()) }),
      () => ({ op: "wheel", filename: this.#perhapsMutated(this.#wheel()) }),
      () => ({ op: "sdist", filename: this.#perhapsMutated(this.#sdist()) }),
      text("name", () => this.#name()),
    ];
  }

  question(): StandardsQuestion {
    return this.#random.pick(this.#makers)();
  }

  #perhapsMutated(text: string): string {
    if (!this.#random.chance(0.15)) return text;
    const at = this.#random.below(text.length + 1);
    const end = this.#random.chance(0.5) ? at + this.#random.below(3) : at;
    return text.slice(0, at) + (this.#random.chance(0.7) ? this.#random.pick(odd) : "") + text.slice(end);
  }

  /** One of `common`, or now and then one of `rare`. */
  #mostly(common: readonly string[], rare: readonly string[]): string {
    return this.#random.pick(this.#random.chance(0.04) ? rare : common);
  }

  #name(): string {
    return this.#random.list(3, () => this.#mostly(names, oddNames)).join(this.#random.pick(["-", "_", ".", "._", ""]));
  }

  /** The head of core metadata, with fields in any order and case, some of them twice and some on several lines. */
  #metadata(): string {
    const random = this.#random;
    const field = (name: string, value: string) =>
      `${random.pick([name, name, name.toLowerCase()])}:${random.pick([" ", " ", "", "  "])}${value}${random.pick(["\n", "\n", "\n", "\r\n"])}`;
    const optional = [
      () => field("Requires-Dist", this.#requirement().trim()),
      () => field("Requires-Python", this.#specifierSet().trim()),
      () => field("Provides-Extra", this.#mostly(extras, oddNames)),
      () => field("Dynamic", random.pick(["Requires-Dist", "requires-python", "Provides-Extra", "License"])),
      () => field("Summary", random.pick(["a", "a: b", "a\n  b", "a\n\tb\n c", ""])),
      () => field("X-Unknown", "x"),
    ];
    const required = [
      field("Metadata-Version", random.pick(["1.0", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6"])),
      field("Name", this.#mostly(names.slice(0, -1), oddNames)),
      field("Version", this.#mostly(["1.0", "2.0rc1", "v1.0-1"], ["", "x"])),
    ].filter(() => !random.chance(0.03));
    const description = random.chance(0.2) ? "\nName: in the description\n" : "";
    return [...required, ...random.list(6, () => random.pick(optional)())].join("") + description;
  }

  #number(): string {
    return this.#mostly(numbers, hugeNumbers);
  }

  #separator(): string {
    return this.#random.pick(["", "", ".", "-", "_"]);
  }

  #release(most = 3): string {
    return [this.#number(), ...this.#random.list(most, () => this.#number())].join(".");
  }

  #word(words: readonly string[]): string {
    const number = this.#random.chance(0.8) ? this.#number() : "";
    return this.#separator() + this.#random.pick(words) + this.#separator() + number;
  }

  #version(): string {
    const random = this.#random;
    const prefix = random.chance(0.04) ? random.pick(["v", "V", "0!", "1!", "v2!"]) : "";
    return random.chance(0.03)
      ? random.pick(["", "foo", "1.0.x", "1..2", "1.0-", "latest", "1.0+", "1.0+a_b-c", "１.0", "v", "1!", "0.dev0"])
      : random.pick(spaces.slice(0, random.chance(0.1) ? spaces.length : 3)) +
          prefix +
          this.#release() +
          this.#suffix() +
          this.#local();
  }

  #suffix(): string {
    const random = this.#random;
    let text = random.chance(0.2) ? this.#word(preWords) : "";
    if (random.chance(0.15))
      text += random.chance(0.3) ? `-${this.#number()}` : this.#word(["post", "rev", "r", "POST"]);
    if (random.chance(0.15)) text += this.#word(["dev", "DEV"]);
    return text;
  }

  #local(): string {
    if (!this.#random.chance(0.1)) return "";
    const segments = () => this.#random.pick(["1", "cu118", "ubuntu", "ABC", "0", "01", "10", "a1"]);
    return `+${[segments(), ...this.#random.list(2, segments)].join(this.#random.pick([".", "-", "_"]))}`;
  }

  /** Two versions that are often near each other. */
  #versionPair(): { a: string; b: string } {
    const a = this.#version();
    return { a, b: this.#near(a) };
  }

  #near(version: string): string {
    const random = this.#random;
    const release = /^v?(?:\d+!)?\d+(?:\.\d+)*/i.exec(version.trim())?.[0];
    if (release === undefined || random.chance(0.3)) return this.#version();
    const tail = random.pick(["", ".0", ".0.0", ".1", ""]);
    return release + tail + this.#suffix() + this.#local();
  }

  #clause(version: string): string {
    const random = this.#random;
    const operator = random.pick(operators);
    const space = random.chance(0.1) ? random.pick(spaces) : "";
    const wildcard = random.chance(operator === "==" || operator === "!=" ? 0.25 : 0.02) ? ".*" : "";
    const bare = wildcard === "" ? version : (/^\d+(\.\d+)*/.exec(version)?.[0] ?? version);
    const local = operator === "==" || operator === "!=" || operator === "===" || random.chance(0.05);
    return operator + space + (local ? bare : bare.replace(/\+.*$/s, "")) + wildcard;
  }

  #specifierSet(near?: string): string {
    const random = this.#random;
    const clauses = random.list(3, () => this.#clause(near === undefined ? this.#version() : this.#near(near)));
    const separator = random.pick([",", ",", ", ", " ,", ",,"]);
    return this.#perhapsMutated(clauses.join(separator) + (random.chance(0.03) ? "," : ""));
  }

  #specifierAndVersion(): { specifier: string; version: string } {
    const version = this.#version();
    return { specifier: this.#specifierSet(version), version };
  }

  #prereleases(): boolean | null {
    return this.#random.pick([null, null, true, false]);
  }

  #filter(): StandardsQuestion {
    const { specifier, version } = this.#specifierAndVersion();
    const versions = [version, ...this.#random.list(6, () => this.#near(version))];
    return { op: "filter", specifier, versions, prereleases: this.#prereleases() };
  }

  #marker(): StandardsQuestion {
    const random = this.#random;
    const environment = Object.fromEntries(
      random
        .list(6, () => random.pick(variables))
        .map((name) => [
          name,
          name.includes("version") || name.includes("release")
            ? random.pick([...pythons, this.#version()])
            : random.pick(markerTexts),
        ]),
    );
    return {
      op: "marker",
      marker: this.#perhapsMutated(this.#expression(0)),
      environment,
      extras: random.list(2, () => this.#mostly(extras, oddNames)),
    };
  }

  #expression(depth: number): string {
    const random = this.#random;
    const term = (): string => {
      if (depth > 3 || random.chance(0.75)) return this.#comparison();
      return `(${random.pick(["", " "])}${this.#expression(depth + 1)}${random.pick(["", " "])})`;
    };
    return [term(), ...random.list(2, () => random.pick([" and ", " or ", " and  ", "\tor "]) + term())].join("");
  }

  #comparison(): string {
    const random = this.#random;
    const variable = this.#mostly(variables, oddVariables);
    const value = this.#quoted(this.#markerValue(variable));
    const sides = random.chance(0.8) ? [variable, value] : [value, variable];
    if (random.chance(0.03)) sides[1] = sides[0]!;
    if (random.chance(0.03)) sides[0] = this.#quoted(random.pick(variables));
    const operator =
      /_version/.test(variable) && random.chance(0.2)
        ? random.pick(operators)
        : this.#mostly(markerOperators, operators);
    const space = /^[a-z]/.test(operator) || random.chance(0.5) ? " " : "";
    return sides.join(space + operator + space);
  }

  #markerValue(variable: string): string {
    const random = this.#random;
    if (variable === "extra") return this.#mostly(extras, oddNames);
    if (/version|release/.test(variable)) return random.chance(0.7) ? random.pick(pythons) : this.#version();
    return random.chance(0.9)
      ? random.pick(markerTexts)
      : random.pick(["a\\x41", "\\n", "\\", "\\u00e9", "\\q", "é", "\\101", "a\nb"]);
  }

  #quoted(text: string): string {
    const quote = this.#random.pick(["'", '"']);
    return quote + text + quote;
  }

  #requirement(): string {
    const random = this.#random;
    const blank = () => random.pick(["", "", " ", "  ", "\t"]);
    const someExtras = random.chance(0.25)
      ? `[${blank()}${random.list(3, () => this.#mostly(extras, oddNames)).join(`${blank()},${blank()}`)}${blank()}]`
      : "";
    const head = this.#mostly(names, oddNames) + blank() + someExtras + blank();
    const marker = random.chance(0.35) ? `${blank()};${blank()}${this.#expression(1)}` : "";
    if (random.chance(0.15)) return `${head}@${blank()}${random.pick(urls)}${random.pick(["", " "])}${marker}`;
    const specifier = this.#specifierSet();
    return head + (random.chance(0.2) ? `(${blank()}${specifier}${blank()})` : specifier) + marker;
  }

  #wheel(): string {
    const random = this.#random;
    const parts = [this.#mostly(["foo", "Foo_Bar", "foo.bar"], ["foo__bar", "_foo", "é", ""]), this.#version()];
    if (random.chance(0.3)) parts.push(this.#mostly(builds, oddBuilds));
    parts.push(this.#mostly(interpreters, oddInterpreters), this.#mostly(abis, [""]), this.#mostly(platforms, [""]));
    return parts.join("-") + (random.chance(0.97) ? ".whl" : random.pick([".WHL", ".zip", ""]));
  }

  #sdist(): string {
    return `${this.#mostly(names, oddNames)}-${this.#version()}${this.#mostly([".tar.gz", ".zip"], [".tar.bz2", ""])}`;
  }
}
