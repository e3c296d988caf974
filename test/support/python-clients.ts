/** Python and its package clients, where the machine has them. */

import { spawnSync } from "node:child_process";

/** An interpreter with `packaging`, `pip`, `pipenv`, `micropipenv` and `uv`, as `.ci/requirements.txt` pins them; undefined where none is named. */
export const python = process.env["THOTH_TEST_PYTHON"];

/** Why a test that needs `module` is skipped, and what ends it; false where it need not be. */
export function skipWithout(module: string): string | false {
  if (python === undefined) {
    return `needs Python with \`${module}\`: install python3-venv, make a virtual environment with .ci/requirements.txt and name its python in THOTH_TEST_PYTHON`;
  }
  const { status } = spawnSync(python, [
    "-c",
    `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`,
  ]);
  return status === 0 ? false : `\`${python}\` has no \`${module}\`: pip install -r .ci/requirements.txt`;
}
