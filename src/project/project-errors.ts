/** What can keep a repository from being read, apart from a broken file. */

import { closest, quotedList, UserError } from "../base/index.ts";
import type { ThothConfiguration } from "./thoth-yaml.ts";

/** There is nothing that says what is required. */
export class NoManifest extends UserError {
  readonly code = "NO_MANIFEST";
  /** @param lookedFor paths from the root, at least one. */
  constructor(lookedFor: readonly string[]) {
    super(`there is no ${lookedFor.map((path) => `\`${path}\``).join(", and no ")}`, {
      hint: "requirements are read from a Pipfile in the root, or in `<overlays_dir>/<environment>/` if `.thoth.yaml` has `overlays_dir`",
    });
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

/** Requirements in a format that is known, and not read. */
export class UnsupportedFormat extends UserError {
  readonly code = "UNSUPPORTED_FORMAT";
  constructor({ name, place }: ThothConfiguration["requirementsFormat"]) {
    super(`${place}: \`requirements_format\` is \`${name}\`, and only \`pipenv\` is read so far`);
  }
}
