/**
 * What was not read of the code; and what code and manifest say of each other, where the code is that of this project alone
 * and all requirements have names.
 */

import type { UndeclaredImport } from "../../source/index.ts";
import type { AdviceNote } from "../advice.ts";
import type { CodeView } from "../code-usage.ts";
import type { LockedPin } from "../lock/locked-pins.ts";
import { normalizeName, type PackageName } from "../../python/index.ts";
import type { Question } from "../question.ts";
import { info, listed } from "./note.ts";

/** Imports that are told one by one. */
const most = 5;

/** @param pins of the finished lock. */
export function codeNotes(question: Question, pins: ReadonlyMap<PackageName, LockedPin>): readonly AdviceNote[] {
  const { code } = question;
  return code === undefined ? [] : [...unreadNotes(code), ...importNotes(question, code, pins)];
}

/** Whatever is said of the code is said without these files. */
function unreadNotes({ unread }: CodeView): readonly AdviceNote[] {
  const [first] = unread;
  if (first === undefined) return [];
  const why = `\`${first.file}\` (${first.reason})`;
  const said =
    unread.length === 1
      ? `${why} was not read: what it uses counts as unknown`
      : `${unread.length} files of Python were not read, such as ${why}: what they use counts as unknown`;
  return [info(said)];
}

function importNotes(
  { wishes, context }: Question,
  code: CodeView,
  pins: ReadonlyMap<PackageName, LockedPin>,
): readonly AdviceNote[] {
  if (!code.isOfOneProject || wishes.unnamed.length > 0 || wishes.opaque.length > 0) return [];
  const { undeclared, unused } = code.dependencies(Number(context.python.release[1] ?? 0), new Set(pins.keys()));
  const rest = undeclared.length - most;
  return [
    ...undeclared.slice(0, most).map((one) => info(sayUndeclared(one))),
    ...(rest > 0 ? [info(sayRest(rest))] : []),
    ...(unused.length === 0 ? [] : [info(`No import of ${listed(new Set(unused))} was found`)]),
  ];
}

function sayRest(count: number): string {
  return count === 1
    ? "1 more package is imported and not required"
    : `${count} more packages are imported and not required`;
}

function sayUndeclared({ module, package: name, kind, use }: UndeclaredImport): string {
  const where = `\`${use.file}:${use.line}\` imports \`${module}\``;
  if (kind === "transitive") return `${where}, and \`${name}\` is locked only because others require it`;
  const guess = normalizeName(module) === name ? "" : `; it may be \`${name}\``;
  return `${where}, and nothing brings it${guess}`;
}
