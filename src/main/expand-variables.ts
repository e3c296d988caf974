/**
 * `${NAME}` in the address of a source, as Pipenv expands it on a person's own machine. Only composition roots of the
 * command line call it: a service never expands what stands in a repository.
 */

import { UserError } from "../base/index.ts";

/** A variable that the address needs and the environment does not have. */
export class UnsetVariable extends UserError {
  readonly code = "UNSET_VARIABLE";
  constructor(index: string, name: string) {
    super(`the address of index \`${index}\` needs the environment variable \`${name}\`, which is not set`);
  }
}

const variable = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Names of the variables in an address. */
export function variablesOf(url: string): readonly string[] {
  return [...url.matchAll(variable)].map(([, name]) => name!);
}

/** @throws {UnsetVariable} An expanded value is not looked at again. */
export function expandVariables(
  index: string,
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  return url.replaceAll(variable, (_, name: string) => {
    const value = environment[name];
    if (value === undefined) throw new UnsetVariable(index, name);
    return value;
  });
}
