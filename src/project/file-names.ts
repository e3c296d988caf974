/** Files by their names alone, for whoever decides whether a look is worth it before anything is read. */

/** What requirements or the Python of a project may be read from, or a lock that may be written. */
const projectNames: ReadonlySet<string> = new Set([
  "Pipfile",
  "Pipfile.lock",
  "requirements.in",
  "requirements.txt",
  "constraints.txt",
  "pyproject.toml",
  "pylock.toml",
  ".python-version",
  "runtime.txt",
  "Dockerfile",
]);

const manifestNames: ReadonlySet<string> = new Set([
  "Pipfile",
  "requirements.in",
  "requirements.txt",
  "pyproject.toml",
]);
const lockNames: ReadonlySet<string> = new Set(["Pipfile.lock", "requirements.txt", "pylock.toml"]);

/** Whether advice may depend on the file; `path` is relative to the root, in any folder, since each may be an overlay. */
export function isProjectFile(path: string): boolean {
  return path === ".thoth.yaml" || projectNames.has(baseName(path)) || path.endsWith(".ipynb") || isIncluded(path);
}

/** Whether it may say what is required. */
export function isManifestFile(path: string): boolean {
  return manifestNames.has(baseName(path));
}

/** Whether it may pin releases in a form that we read. */
export function isLockFile(path: string): boolean {
  return lockNames.has(baseName(path));
}

/** A requirements file may include others, mostly by such names. */
function isIncluded(path: string): boolean {
  return (
    /(?:^|[-_./])(?:requirements|constraints)[^/]*\.(?:txt|in)$/.test(path) ||
    /(?:^|\/)requirements\/[^/]+\.(?:txt|in)$/.test(path)
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether a path is that of a module or a notebook. */
export function isPythonFile(path: string): boolean {
  return /\.(?:pyw?|ipynb)$/i.test(path);
}
