/**
 * Which version of Python an environment runs: what the command line says, else `.thoth.yaml`, else the Pipfile,
 * else a default. Sources that disagree are named, because one of them is out of date.
 *
 * `[requires]` of a Pipfile may hold a range; then the lowest minor version in it counts, so that the answer runs on
 * the oldest interpreter that the project admits.
 */

import { quoted, UserError } from "../base/index.ts";
import { SpecifierSet, Version } from "../python/index.ts";
import type { Pipfile } from "./pipfile.ts";

/** What holds where nothing says anything: a Python that most packages have wheels for. */
const defaultMinor = 12;
export const defaultPython = `3.${defaultMinor}`;

// The search for admitted versions ends here; Python gains a minor version a year, and has needed 24 patch versions.
const newestMinor = 40;
const newestPatch = 40;

/** What should be a version of Python 3 and is none. */
export class UnsupportedPython extends UserError {
  readonly code = "UNSUPPORTED_PYTHON";
  /** @param where who says so, such as `--python` or a file and its key. */
  constructor(where: string, text: string) {
    super(`${where} is ${quoted(text)}, which is not a version of Python 3`, {
      hint: "write a minor version such as `3.12`",
    });
  }
}

/** A version of Python 3. */
export interface PythonChoice {
  /** Major and minor, such as `3.8`. */
  readonly version: string;
  /** With the patch version where one is stated, such as `3.8.5`. */
  readonly fullVersion: string | undefined;
}

/** The Python of an environment and how it came about. */
export interface ProjectPython extends PythonChoice {
  /** Sentences for the user. */
  readonly remarks: readonly string[];
}

/** What each source says; undefined where it says nothing. The first that speaks decides. */
export interface PythonSources {
  /** Of the command line. */
  readonly override: PythonChoice | undefined;
  /** Of `.thoth.yaml`, checked by its schema. */
  readonly configured: string | undefined;
  /** `requires` and `place` of the Pipfile. */
  readonly pipfile: Pick<Pipfile, "place" | "requires"> | undefined;
}

/** @throws {UnsupportedPython} when the source that decides names none. */
export function decidePython({ override, configured, pipfile }: PythonSources): ProjectPython {
  if (override !== undefined) return { ...override, remarks: [] };
  const required = pipfile === undefined ? undefined : requiredPython(pipfile);
  const remarks = pipfile === undefined ? [] : ownDisagreement(pipfile);
  if (configured !== undefined) {
    const fullVersion = required?.exact?.startsWith(`${configured}.`) ? required.exact : undefined;
    return { version: configured, fullVersion, remarks: [...remarks, ...disagreement(configured, required)] };
  }
  if (required === undefined) return assumedPython();
  const decided = pythonOfPipfile(required);
  return { ...decided, remarks: [...remarks, ...decided.remarks] };
}

/** `3.12`, or `3.12.1` with its patch version. @throws {UnsupportedPython} */
export function parsePython(where: string, text: string): PythonChoice {
  const [major, minor, patch] = Version.tryParse(text)?.release ?? [];
  if (Number(major) !== 3 || minor === undefined || minor > newestMinor) throw new UnsupportedPython(where, text);
  return { version: `3.${minor}`, fullVersion: patch === undefined ? undefined : `3.${minor}.${patch}` };
}

/** `[requires]` of a Pipfile, where it says something. */
interface RequiredPython {
  /** The file and the key. */
  readonly where: string;
  readonly text: string;
  /** The minor versions of Python 3 that are admitted in at least one patch version, lowest first. */
  readonly minors: readonly number[];
  /** The one patch version that is named, such as `3.8.5`. */
  readonly exact: string | undefined;
}

type Requires = Pick<Pipfile, "place" | "requires">;

function requiredPython({ place, requires }: Requires): RequiredPython | undefined {
  const isFull = requires.pythonFullVersion !== undefined;
  const text = (requires.pythonFullVersion ?? requires.pythonVersion ?? "").trim();
  if (text === "" || text === "*") return undefined;
  const where = `${place}: \`${isFull ? "python_full_version" : "python_version"}\``;
  const release = Version.tryParse(text)?.release ?? [];
  const exact = release.length > 2 ? release.slice(0, 3).join(".") : undefined;
  return { where, text, minors: admittedMinors(text), exact };
}

function assumedPython(): ProjectPython {
  const remark = `no file says which Python this runs on, so ${defaultPython} is assumed`;
  return { version: defaultPython, fullVersion: undefined, remarks: [remark] };
}

function pythonOfPipfile({ where, text, minors, exact }: RequiredPython): ProjectPython {
  const [lowest] = minors;
  if (lowest === undefined) throw new UnsupportedPython(where, text);
  // A range without a lower bound does not mean Python 3.0, which nothing runs on.
  const minor = lowest > 0 ? lowest : (minors.findLast((each) => each <= defaultMinor) ?? lowest);
  const version = `3.${minor}`;
  const remarks = minors.length === 1 ? [] : [`${where} is \`${text}\`, and the advice is for Python ${version}`];
  return { version, fullVersion: exact, remarks };
}

/** `[requires]` may say two things at once, and Pipenv looks at the full version first. */
function ownDisagreement({ place, requires }: Requires): readonly string[] {
  const { pythonFullVersion: full, pythonVersion: minor } = requires;
  if (full === undefined || minor === undefined) return [];
  const both = new Set(admittedMinors(full));
  if (admittedMinors(minor).some((each) => both.has(each))) return [];
  return [
    `${place}: \`python_version\` is \`${minor}\`, but \`python_full_version\` is \`${full}\`, which is what counts`,
  ];
}

function disagreement(configured: string, required: RequiredPython | undefined): readonly string[] {
  if (required === undefined || required.minors.some((minor) => configured === `3.${minor}`)) return [];
  return [`${required.where} is \`${required.text}\`, but \`.thoth.yaml\` says ${configured}, which is what counts`];
}

function admittedMinors(text: string): readonly number[] {
  const specifier = SpecifierSet.tryParse(rangeOf(text));
  if (specifier === undefined) return [];
  const patches = Array.from({ length: newestPatch + 1 }, (_, patch) => patch);
  const minors = Array.from({ length: newestMinor + 1 }, (_, minor) => minor);
  return minors.filter((minor) => patches.some((patch) => specifier.contains(`3.${minor}.${patch}`)));
}

/** A bare version admits all patch versions of its minor version, and `3` every minor version. */
function rangeOf(text: string): string {
  const release = Version.tryParse(text)?.release;
  return release === undefined ? text : `==${release.slice(0, 2).join(".")}.*`;
}
