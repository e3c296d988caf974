/** Rules on text that is run as Python, or that says what is run. */

import type { Value } from "../syntax/value.ts";
import { isFixed, onlyString, unlessFixed, valueOf } from "./ask.ts";
import { calls, library, type Rule } from "./rule.ts";

export const codeRules: readonly Rule[] = [
  {
    id: "PY001",
    level: "error",
    cwe: 95,
    bandit: ["B102"],
    finds: "`exec`",
    message: "`exec` runs whatever text it is given as code; call a function, or look one up in a table of your own",
    link: library("functions", "exec"),
    looks: [calls(["builtins.exec"])],
  },
  {
    id: "PY002",
    level: "error",
    cwe: 95,
    bandit: ["B307"],
    finds: "`eval` of what is not literal; of a literal: info",
    message: "`eval` runs its text as code; read values with `ast.literal_eval` or `json.loads`",
    link: library("functions", "eval"),
    looks: [calls(["builtins.eval"], unlessFixed("source", 0))],
  },
  {
    id: "PY003",
    level: "warning",
    cwe: 95,
    bandit: [],
    finds: '`compile(…, "exec")` of what is not literal',
    message: "text becomes code here; keep the text in your own repository, or only parse it, with `ast.parse`",
    link: library("functions", "compile"),
    looks: [
      calls(
        ["builtins.compile"],
        (call) => onlyString(valueOf(call, "mode", 2)) === "exec" && !isFixed(valueOf(call, "source", 0)),
      ),
    ],
  },
  {
    id: "PY004",
    level: "info",
    cwe: 470,
    bandit: [],
    finds: "`__import__` and `importlib.import_module` of a name that is not literal",
    message: "a value decides which module is imported; look it up in a list of names that you allow",
    link: library("importlib", "importlib.import_module"),
    looks: [
      calls(
        ["builtins.__import__", "importlib.import_module", "importlib.__import__"],
        (call) => !isFixed(valueOf(call, "name", 0)),
      ),
    ],
  },
  {
    id: "PY005",
    level: "warning",
    cwe: 94,
    bandit: [],
    finds: "`runpy.run_path` and `runpy.run_module` of what is not literal, and the consoles of `code`",
    message:
      "whoever chooses the file, or types into the console, runs code; name the file, and keep consoles out of services",
    link: library("runpy"),
    looks: [
      calls(["runpy.run_path"], (call) => !isFixed(valueOf(call, "path_name", 0))),
      calls(["runpy.run_module"], (call) => !isFixed(valueOf(call, "mod_name", 0))),
      calls(["code.interact", "code.InteractiveConsole", "code.InteractiveInterpreter"]),
    ],
  },
  {
    id: "PY019",
    level: "error",
    cwe: 95,
    bandit: ["B612"],
    finds: "`logging.config.listen` without `verify=`",
    message:
      "whoever reaches this port sends a configuration, and that can run code; pass a `verify=` that checks a signature",
    link: library("logging.config", "logging-eval-security"),
    looks: [calls(["logging.config.listen"], (call) => valueOf(call, "verify", 1) === undefined)],
  },
  {
    id: "PY020",
    level: "warning",
    cwe: 95,
    bandit: [],
    finds: "`logging.config.fileConfig` and `dictConfig` of what does not stand in the code",
    message:
      "parts of a logging configuration are run as code; write it in the code, or read it from where only you can write",
    link: library("logging.config", "security-considerations"),
    looks: [
      calls(["logging.config.fileConfig"], (call) => isFromElsewhere(valueOf(call, "fname", 0))),
      calls(["logging.config.dictConfig"], (call) => isFromElsewhere(valueOf(call, "config", 0))),
    ],
  },
];

/** A dictionary of the code is no such thing, whatever its values are; Alembic hands over its own file. */
function isFromElsewhere(value: Value | undefined): boolean {
  if (value === undefined || isFixed(value)) return false;
  if (value.kind === "either") return value.values.some(isFromElsewhere);
  if (value.kind === "name") return !value.names.some((name) => name.startsWith("alembic.context."));
  return value.kind !== "dict";
}
