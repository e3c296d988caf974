/** Rules on files: where they are made, who may write them, and archives that choose where they go. */

import type { Call, FileFacts } from "../syntax/facts.ts";
import { possible, type Value } from "../syntax/value.ts";
import { comesFromRequest, doesImport, isFixed, isNamed, onlyString, valueOf } from "./ask.ts";
import { below, calls, library, methods, type Rule, type Verdict } from "./rule.ts";

const archives = below(
  "tarfile",
  "open() TarFile() TarFile.open() TarFile.gzopen() TarFile.bz2open() TarFile.xzopen()",
);
const zips = below("zipfile", "ZipFile() PyZipFile()");

/** Filters that let nothing out of the folder. */
const goodFilters = ["data", "tar"];

export const fileRules: readonly Rule[] = [
  {
    id: "PY090",
    level: "error",
    cwe: 377,
    bandit: ["B306"],
    finds: "`tempfile.mktemp`",
    message: "somebody else can make the file first; take `tempfile.NamedTemporaryFile` or `mkstemp`",
    link: library("tempfile", "tempfile.mktemp"),
    looks: [calls(["tempfile.mktemp"])],
  },
  {
    id: "PY091",
    level: "info",
    cwe: 377,
    bandit: ["B108"],
    finds: "a literal path in `/tmp`, `/var/tmp` or `/dev/shm`",
    message: "others write into this folder, too; take `tempfile.TemporaryDirectory`",
    link: library("tempfile"),
    looks: [
      { on: "literals", when: ({ value, bytes }) => !bytes && /^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/.test(value) },
    ],
  },
  {
    id: "PY092",
    level: "warning",
    cwe: 732,
    bandit: ["B103"],
    finds: "`chmod` that lets the group or everybody write; execute: info",
    message: "others may change this file; take `0o600`, or `0o700` for a program",
    link: library("os", "os.chmod"),
    looks: [methods(["chmod", "fchmod", "lchmod"], judgeMode)],
  },
  {
    id: "PY093",
    level: "error",
    cwe: 22,
    bandit: ["B202"],
    finds:
      "`extractall` and `extract` of `tarfile` without `filter='data'` or `'tar'`; with `members=`, or a filter nobody can tell: info",
    message: "an archive can write outside of the folder; pass `filter='data'`, which Python 3.14 does by itself",
    link: library("tarfile", "tarfile-extraction-filter"),
    looks: [
      methods(["extractall", "extract"], (call, file) => {
        if (!isOf(call, file, archives, "tarfile")) return false;
        const filter = valueOf(call, "filter");
        if (filter === undefined)
          return valueOf(call, "members", call.method === "extractall" ? 1 : 9) === undefined
            ? true
            : { level: "info" };
        if (
          goodFilters.includes(onlyString(filter) ?? "") ||
          isNamed(filter, below("tarfile", "data_filter tar_filter"))
        )
          return false;
        return onlyString(filter) === "fully_trusted" || isNamed(filter, ["tarfile.fully_trusted_filter"])
          ? true
          : { level: "info" };
      }),
    ],
  },
  {
    id: "PY094",
    level: "warning",
    cwe: 409,
    bandit: [],
    finds:
      "`extractall`, `extract` and `read` of `zipfile` where no `file_size` is looked at in the file; of an archive with a literal path: info",
    message:
      "a small archive can hold more than your disk; add up `file_size` of `infolist()` before, and stop at a limit",
    link: library("zipfile", "decompression-pitfalls"),
    looks: [
      calls(
        zips.flatMap((zip) => below(zip, "extractall extract read")),
        (call, file) => {
          if (/\bfile_size\b/.test(file.source)) return false;
          const opened = call.receiver?.kind === "call" ? call.receiver.call.arguments[0]?.value : undefined;
          return opened !== undefined && isFixed(opened) ? { level: "info" } : true;
        },
      ),
    ],
  },
  {
    id: "PY095",
    level: "warning",
    cwe: 22,
    bandit: [],
    finds: "`shutil.unpack_archive` without `filter=`",
    message: "an archive can write outside of the folder; pass `filter='data'`, which Python 3.14 does by itself",
    link: library("shutil", "shutil.unpack_archive"),
    looks: [calls(["shutil.unpack_archive"], (call) => valueOf(call, "filter", 3) === undefined)],
  },
  {
    id: "PY096",
    level: "warning",
    cwe: 22,
    bandit: [],
    finds: "`send_file` and `open` of a path that a request brings",
    message: "`../` in the path leads anywhere; take `send_from_directory`, or check the path after `resolve()`",
    link: "https://flask.palletsprojects.com/en/stable/api/#flask.send_from_directory",
    looks: [
      calls(
        [
          "flask.send_file",
          "flask.helpers.send_file",
          "builtins.open",
          "io.open",
          "os.remove",
          "os.unlink",
          "shutil.rmtree",
          "django.http.FileResponse",
        ],
        (call) => {
          const path = call.arguments[0]?.value;
          return path !== undefined && comesFromRequest(path);
        },
      ),
    ],
  },
];

/** Whether it is called on such an archive, or on what nobody knows where the file imports the module. */
function isOf({ callees, receiver, method }: Call, file: FileFacts, kinds: readonly string[], module: string): boolean {
  if (receiver === undefined) return false;
  if (callees.length === 0) return doesImport(file, module) && !/zip/i.test(textOf(receiver));
  return kinds.some((kind) => callees.includes(`${kind}.${method}`));
}

function textOf(value: Value): string {
  return value.kind === "name" ? value.text : value.kind === "call" ? value.call.text : "";
}

const others = 0o022;
const execute = 0o011;

function judgeMode(call: Call): Verdict {
  const isFunction = call.callees.some((name) => name.startsWith("os."));
  const mode = valueOf(call, "mode", isFunction || call.arguments.length > 1 ? 1 : 0);
  const bits = mode === undefined ? [] : possible(mode).map(bitsOf);
  if (bits.some((one) => one !== undefined && (one & others) !== 0)) return true;
  return bits.some((one) => one !== undefined && (one & execute) !== 0) && { level: "info" };
}

const statBits: Readonly<Record<string, number>> = {
  S_IRWXU: 0o700,
  S_IRUSR: 0o400,
  S_IWUSR: 0o200,
  S_IXUSR: 0o100,
  S_IRWXG: 0o070,
  S_IRGRP: 0o040,
  S_IWGRP: 0o020,
  S_IXGRP: 0o010,
  S_IRWXO: 0o007,
  S_IROTH: 0o004,
  S_IWOTH: 0o002,
  S_IXOTH: 0o001,
  S_IREAD: 0o400,
  S_IWRITE: 0o200,
  S_IEXEC: 0o100,
};

/** What is known to be set: `old | stat.S_IWOTH` is, too. */
function bitsOf(value: Value): number | undefined {
  if (value.kind === "number") return value.value;
  if (value.kind === "name") {
    const [name] = value.names.filter((one) => one.startsWith("stat."));
    return name === undefined ? undefined : statBits[name.slice("stat.".length)];
  }
  if (value.kind !== "operation" || value.operator !== "|") return undefined;
  return value.operands.reduce((sum, operand) => sum | (bitsOf(operand) ?? 0), 0);
}
