/** What can keep a repository from being read, apart from a broken file. */

import { closest, quoted, quotedList, UserError } from "../base/index.ts";

/** There is nothing that says what is required. */
export class NoManifest extends UserError {
  readonly code = "NO_MANIFEST";
  readonly lookedFor: readonly string[];
  /** @param lookedFor paths from the root, at least one. */
  constructor(lookedFor: readonly string[]) {
    super(`there is no ${lookedFor.map((path) => `\`${path}\``).join(", and no ")}`, {
      hint: "requirements are read from a Pipfile, `requirements.in`, `requirements.txt` or `pyproject.toml` in the root, or in `<overlays_dir>/<environment>/` if `.thoth.yaml` has `overlays_dir`",
    });
    this.lookedFor = lookedFor;
  }
}

/** Someone asks for an environment that `.thoth.yaml` does not have. */
export class UnknownEnvironment extends UserError {
  readonly code = "UNKNOWN_ENVIRONMENT";
  constructor(name: string, known: readonly string[]) {
    const near = closest(name, known);
    super(
      `there is no runtime environment \`${name}\`; there is ${quotedList(known)}`,
      near === undefined ? {} : { hint: `did you mean \`${near}\`?` },
    );
  }
}

/** Someone asks for a project that the repository does not have. */
export class UnknownProject extends UserError {
  readonly code = "UNKNOWN_PROJECT";
  /** @param known paths; perhaps none. */
  constructor(path: string, known: readonly string[]) {
    const near = closest(path, known);
    const rest = known.length === 0 ? "none was found" : `there is ${quotedList(known)}`;
    super(
      `there is no project ${quoted(path)}; ${rest}`,
      near === undefined ? {} : { hint: `did you mean \`${near}\`?` },
    );
  }
}

/** A project whose lock another tool writes. */
export class LockedByOtherTool extends UserError {
  readonly code = "LOCKED_BY_OTHER_TOOL";
  /** @param packages how many the lock holds, undefined where it was not read. */
  constructor(path: string, tool: string, packages: number | undefined) {
    const size = packages === undefined ? "" : ` (packages: ${packages})`;
    super(`${path}: this project is locked by ${tool}${size}, and a second lock beside it would drift apart`, {
      hint: "to have another lock written all the same, say which with `requirements_format` in `.thoth.yaml`",
    });
  }
}
