/**
 * Which patch version an environment runs that names only a minor one: the newest, since that is what people install.
 * So a release that wants `>=3.6.1` is not lost to a project that says `3.6`.
 */

/** The last patch version of each minor that gets no more releases; later minors may get any number. */
const lastPatches: ReadonlyMap<string, number> = new Map([
  ["2.7", 18],
  ["3.0", 1],
  ["3.1", 5],
  ["3.2", 6],
  ["3.3", 7],
  ["3.4", 10],
  ["3.5", 10],
  ["3.6", 15],
  ["3.7", 17],
  ["3.8", 20],
  ["3.9", 25],
]);

/** Newer than any patch version that there will be: no minor has needed 30. */
const newerThanAll = 99;

/** Such as `3.8.20` for `3.8`. */
export function usualFullVersion(pythonVersion: string): string {
  return `${pythonVersion}.${lastPatches.get(pythonVersion) ?? newerThanAll}`;
}
