/**
 * The patterns of `projects:` in `.thoth.yaml`, against paths of folders and notebooks.
 *
 * `*` and `?` stand for characters within one step of a path, `**` for any number of whole steps, and a pattern that
 * starts with `!` takes away. What stands for something else never enters a folder that discovery leaves out, such as
 * `tests` or `node_modules`, just as a shell's `*` does not match a leading dot: whoever wants one writes its name.
 * Matching takes time in proportion to the lengths of pattern and path, whatever either holds.
 */

/** One pattern, as it was understood. */
export interface FolderPattern {
  /** As written. */
  readonly text: string;
  /** What starts with `!`. */
  readonly takesAway: boolean;
  /** Empty for the root itself. */
  readonly steps: readonly string[];
}

/** Characters of a pattern that are read. */
const longestPattern = 500;

/** Undefined where `text` leads out of the repository or has signs that mean something elsewhere: `[]`, `{}`, `\`. */
export function tryParsePattern(text: string): FolderPattern | undefined {
  const takesAway = text.startsWith("!");
  const written = takesAway ? text.slice(1) : text;
  if (written === "" || written.length > longestPattern || /^\/|[\\[\]{}]/.test(written)) return undefined;
  const steps = written.split("/").filter((step) => step !== "" && step !== ".");
  const isWhole = steps.every((step) => step !== ".." && (step === "**" || !step.includes("**")));
  return isWhole ? { text, takesAway, steps } : undefined;
}

/** Whether `path` fits; `isClosed` says which steps only their own name enters. */
export function matchesPattern(
  { steps }: FolderPattern,
  path: readonly string[],
  isClosed: (step: string) => boolean,
): boolean {
  // reached[i]: the first i steps of the pattern stand for what has been read of the path.
  let reached = passOver(steps, [true, ...steps.map(() => false)]);
  for (const step of path) {
    const isOpen = !isClosed(step);
    const next = Array.from({ length: steps.length + 1 }, () => false);
    for (const [i, pattern] of steps.entries()) {
      if (!reached[i]) continue;
      if (pattern === "**") next[i] ||= isOpen;
      else next[i + 1] ||= pattern === step || (isOpen && isWild(pattern) && matchesStep(pattern, step));
    }
    reached = passOver(steps, next);
  }
  return reached[steps.length] === true;
}

/** `**` may stand for nothing. */
function passOver(steps: readonly string[], reached: boolean[]): boolean[] {
  for (const [i, pattern] of steps.entries()) if (pattern === "**" && reached[i]) reached[i + 1] = true;
  return reached;
}

function isWild(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** Goes back to the last star only, which is enough: an earlier one has no better choice. */
function matchesStep(pattern: string, step: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < step.length) {
    if (pattern[at] === "*") [star, mark] = [at++, from];
    else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === step[from]))
      [at, from] = [at + 1, from + 1];
    else if (star !== -1) [at, from] = [star + 1, ++mark];
    else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
