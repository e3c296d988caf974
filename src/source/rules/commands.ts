/** Rules on programs that are started, and on the shell between. */

import type { Call } from "../syntax/facts.ts";
import { isLiteral, type Value } from "../syntax/value.ts";
import { at, doesImport, isCallOf, isClean, isFixed, isNamed, templateOf, truth, valueOf } from "./ask.ts";
import { below, calls, library, methods, type Rule, type Verdict } from "./rule.ts";

const programs = below("subprocess", "run call check_call check_output Popen");

/** Functions that hand their first argument to a shell. */
const shells = [
  ...below("os", "system popen popen2 popen3 popen4"),
  ...below("subprocess", "getoutput getstatusoutput"),
  ...below("commands", "getoutput getstatusoutput"),
  ...below("popen2", "popen2 popen3 popen4 Popen3 Popen4"),
  "pty.spawn",
];

const withoutShell = below(
  "os",
  "execl execle execlp execlpe execv execve execvp execvpe posix_spawn posix_spawnp startfile " +
    "spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe",
);

const wildcards = /\b(?:chown|chmod|tar|rsync)\b[^;|&]*\*/;

const subprocessPage = library("subprocess", "security-considerations");

export const commandRules: readonly Rule[] = [
  {
    id: "PY030",
    level: "error",
    cwe: 78,
    bandit: ["B602", "B604"],
    finds:
      "`subprocess` with `shell=True` and a command that is not literal; with every variable part in `shlex.quote`, or where `shell` cannot be told: info",
    message: "a shell reads the parts of this command as it likes; pass a list of arguments without `shell=True`",
    link: subprocessPage,
    looks: [calls(programs, (call) => judgeShell(call, false))],
  },
  {
    id: "PY031",
    level: "info",
    cwe: 78,
    bandit: ["B602", "B604"],
    finds: "`subprocess` with `shell=True` and a literal command",
    message: "nothing foreign reaches the shell yet; a list of arguments without `shell=True` keeps it so",
    link: subprocessPage,
    looks: [calls(programs, (call) => judgeShell(call, true))],
  },
  {
    id: "PY032",
    level: "info",
    cwe: 78,
    bandit: ["B603"],
    finds: "`subprocess` without a shell",
    message:
      "make sure that nobody outside chooses the program or one of its options; `--` ends the options of most programs",
    link: subprocessPage,
    looks: [
      calls(programs, (call) => (truth(valueOf(call, "shell", 8)) === "false" ? { at: at(call, "shell", 8) } : false)),
    ],
  },
  {
    id: "PY033",
    level: "warning",
    cwe: 78,
    bandit: ["B604"],
    finds: "`shell=True` of any other call; where the value cannot be told: info",
    message:
      "a shell reads what this call starts; leave `shell=True` out, or make sure that no part of it comes from outside",
    link: subprocessPage,
    looks: [
      {
        on: "calls",
        keywords: ["shell"],
        when: (call) => {
          if (
            isNamed(
              { kind: "call", call },
              programs.map((name) => `${name}()`),
            )
          )
            return false;
          const shell = truth(valueOf(call, "shell"));
          return shell === "maybe" ? { level: "info" } : shell === "true";
        },
      },
    ],
  },
  {
    id: "PY034",
    level: "error",
    cwe: 78,
    bandit: ["B605"],
    finds:
      "`os.system`, `os.popen`, `subprocess.getoutput` and their like, of what is not literal; of a literal: warning",
    message: "a shell runs this text; pass a list of arguments to `subprocess.run`",
    link: library("os", "os.system"),
    looks: [
      calls(shells, (call) => {
        const command = call.arguments[0]?.value;
        if (command === undefined) return false;
        return isClean(command, isQuoted) ? { level: "warning" } : true;
      }),
    ],
  },
  {
    id: "PY035",
    level: "warning",
    cwe: 78,
    bandit: ["B606"],
    finds:
      "`os.exec*`, `os.spawn*`, `os.posix_spawn` and `os.startfile` of a program that is not literal; of a literal one: info",
    message: "a value decides which program runs; name the program, or look it up in a list of your own",
    link: library("os", "process-management"),
    looks: [
      calls(withoutShell, (call) => {
        const program = call.arguments[call.method.startsWith("spawn") ? 1 : 0]?.value;
        return isFixed(program) || isNamed(program, ["sys.executable"]) ? { level: "info" } : true;
      }),
    ],
  },
  {
    id: "PY037",
    level: "warning",
    cwe: 155,
    bandit: ["B609"],
    finds: "`*` behind `chown`, `chmod`, `tar` or `rsync` in a command of a shell",
    message: "a file whose name begins with `-` becomes an option here; write `./*`, or list the files in Python",
    link: library("glob"),
    looks: [
      calls(shells, hasWildcard),
      calls(programs, (call) => {
        const hasShell = truth(valueOf(call, "shell", 8)) === "true" && hasWildcard(call);
        return hasShell && { at: at(call, "shell", 8) };
      }),
    ],
  },
  {
    id: "PY038",
    level: "error",
    cwe: 78,
    bandit: [],
    finds: "`asyncio.create_subprocess_shell` of what is not literal; with every variable part in `shlex.quote`: info",
    message: "a shell reads the parts of this command as it likes; take `asyncio.create_subprocess_exec`",
    link: library("asyncio-subprocess", "asyncio.create_subprocess_shell"),
    looks: [
      calls(["asyncio.create_subprocess_shell", "asyncio.subprocess.create_subprocess_shell"], (call) => {
        const command = valueOf(call, "cmd", 0);
        if (isFixed(command)) return false;
        return isClean(command!, isQuoted) ? { level: "info" } : true;
      }),
    ],
  },
  {
    id: "PY039",
    level: "warning",
    cwe: 78,
    bandit: ["B601"],
    finds: "`exec_command` of `paramiko` with what is not literal; with a literal: info",
    message: "a shell of the other machine reads this command; put every part that varies into `shlex.quote`",
    link: "https://docs.paramiko.org/en/stable/api/client.html",
    looks: [
      methods(["exec_command"], (call, file) => {
        const isParamiko = call.callees.some((name) => name.startsWith("paramiko.")) || doesImport(file, "paramiko");
        if (!isParamiko) return false;
        const command = valueOf(call, "command", 0);
        return command === undefined || isClean(command, isQuoted) ? { level: "info" } : true;
      }),
    ],
  },
];

/** @param literal which of the two rules asks. */
function judgeShell(call: Call, literal: boolean): Verdict {
  const shell = truth(valueOf(call, "shell", 8));
  const command = valueOf(call, "args", 0);
  if (shell === "false" || command === undefined || isLiteral(command) !== literal) return false;
  const place = at(call, "shell", 8);
  return shell === "maybe" || isClean(command, isQuoted) ? { level: "info", at: place } : { at: place };
}

function isQuoted(part: Value): boolean {
  return isCallOf(part, ["shlex.quote", "pipes.quote", "shlex.join", "builtins.int", "builtins.len"]);
}

function hasWildcard(call: Call): boolean {
  const command = valueOf(call, "args", 0) ?? valueOf(call, "command", 0) ?? call.arguments[0]?.value;
  if (command === undefined) return false;
  const parts = command.kind === "list" || command.kind === "tuple" ? command.items : [command];
  return wildcards.test(parts.map((part) => templateOf(part) ?? "{}").join(" "));
}
