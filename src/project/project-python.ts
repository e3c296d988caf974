/**
 * Which version of Python an environment runs: what the command line says, else `.thoth.yaml`, else the manifest, else a
 * Dockerfile, `.python-version` or `runtime.txt`, else a default. Sources that disagree are named, because one of them is
 * out of date.
 *
 * A manifest may hold a range; then the lowest minor version in it counts, so that the answer runs on the oldest
 * interpreter that the project admits. Python 2.7 counts only where no Python 3 is admitted.
 */

import { quoted, UserError } from "../base/index.ts";
import { Version } from "../python/index.ts";
import type { Pipfile } from "./pipfile.ts";
import { agrees, type PythonStatement, admittedMinors, newestMinor, pythonStatement } from "./python-statement.ts";

/** What holds where nothing says anything: a Python that most packages have wheels for. */
const defaultMinor = 12;
const python2 = "2.7";
export const defaultPython = `3.${defaultMinor}`;

/** What should be a version of Python and is none, or one that nothing can be said about. */
export class UnsupportedPython extends UserError {
  readonly code = "UNSUPPORTED_PYTHON";
  /** @param where who says so, such as `--python` or a file and its key. */
  constructor(where: string, text: string) {
    super(`${where} is ${quoted(text)}, which is neither a version of Python 3 nor 2.7`, {
      hint: "write a minor version such as `3.12`",
    });
  }
}

/** A version of Python 3, or 2.7. */
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
  /** Of another manifest: `requires-python`. */
  readonly required?: PythonStatement | undefined;
  /** Of other files, the one that counts first standing first. */
  readonly stated?: readonly PythonStatement[];
}

/** @throws {UnsupportedPython} when the source that decides names none. */
export function decidePython(sources: PythonSources): ProjectPython {
  const { override, configured, pipfile, stated = [] } = sources;
  if (override !== undefined) return { ...override, remarks: [] };
  const required = pipfile === undefined ? sources.required : requiredPython(pipfile);
  const remarks = pipfile === undefined ? [] : ownDisagreement(pipfile);
  const rest = required === undefined ? stated : [required, ...stated];
  if (configured !== undefined) {
    const fullVersion = required?.exact?.startsWith(`${configured}.`) ? required.exact : undefined;
    const said = pythonStatement(".thoth.yaml", configured);
    const by = `\`.thoth.yaml\` says ${configured}`;
    return { version: configured, fullVersion, remarks: [...remarks, ...disagreements(said, by, rest)] };
  }
  const [first, ...others] = rest;
  if (first === undefined) return assumedPython();
  const decided = pythonOf(first);
  const by = `${first.where} is \`${first.text}\``;
  // Of a range one minor version counts, and a file that names another one of it disagrees.
  const said = first.minors.length > 1 ? pythonStatement(first.where, decided.version) : first;
  return { ...decided, remarks: [...remarks, ...decided.remarks, ...disagreements(said, by, others)] };
}

/** `3.12`, or `3.12.1` with its patch version. @throws {UnsupportedPython} */
export function parsePython(where: string, text: string): PythonChoice {
  const [major, minor, patch] = Version.tryParse(text)?.release ?? [];
  const version = `${major}.${minor}`;
  const isPython3 = Number(major) === 3 && minor !== undefined && minor <= newestMinor;
  if (!isPython3 && version !== python2) throw new UnsupportedPython(where, text);
  return { version, fullVersion: patch === undefined ? undefined : `${version}.${patch}` };
}

type Requires = Pick<Pipfile, "place" | "requires">;

/** `[requires]` of a Pipfile, where it says something. */
function requiredPython({ place, requires }: Requires): PythonStatement | undefined {
  const isFull = requires.pythonFullVersion !== undefined;
  const text = (requires.pythonFullVersion ?? requires.pythonVersion ?? "").trim();
  if (text === "" || text === "*") return undefined;
  return pythonStatement(`${place}: \`${isFull ? "python_full_version" : "python_version"}\``, text);
}

function assumedPython(): ProjectPython {
  const remark = `no file says which Python this runs on, so ${defaultPython} is assumed`;
  return { version: defaultPython, fullVersion: undefined, remarks: [remark] };
}

function pythonOf({ where, text, minors, admitsPython2, exact }: PythonStatement): ProjectPython {
  const [lowest] = minors;
  if (lowest === undefined) {
    if (!admitsPython2) throw new UnsupportedPython(where, text);
    return { version: python2, fullVersion: exact, remarks: [] };
  }
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

/** Each source that the one that decides leaves no room for. */
function disagreements(said: PythonStatement, by: string, others: readonly PythonStatement[]): readonly string[] {
  const odd = others.filter((other) => !agrees(said, other));
  return odd.map(({ where, text }) => `${where} is \`${text}\`, but ${by}, which is what counts`);
}
