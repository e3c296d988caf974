/**
 * Comments that switch findings off: `# nosec` and `# nosec B602` as bandit has them, `# noqa: S602` as linters that took
 * bandit's checks over have them, and our own `# thoth: ignore[PY030] reason`. Each counts on any line of the call or
 * statement; ours also alone on the line before. A bare `# noqa` is about style and says nothing here.
 */

import type { SuppressedFinding } from "./finding.ts";
import type { Rule } from "./rule.ts";

export type Suppression = Pick<SuppressedFinding, "by" | "reason">;

/** How many lines of a statement are looked at. */
const mostLines = 50;

/** @param lineText of the file. Undefined where no comment speaks of the rule. */
export function findSuppression(
  rule: Pick<Rule, "id" | "bandit">,
  { line, endLine }: { readonly line: number; readonly endLine: number },
  lineText: (line: number) => string,
): Suppression | undefined {
  for (let at = line; at <= endLine && at < line + mostLines; at++) {
    const comment = commentOf(lineText(at));
    const found = comment === undefined ? undefined : readComment(rule, comment);
    if (found !== undefined) return found;
  }
  const before = line > 1 ? lineText(line - 1).trim() : "";
  return before.startsWith("#") ? readOwn(rule, before) : undefined;
}

/** From its `#` on. A `#` in a text of the same line is none. */
function commentOf(text: string): string | undefined {
  if (!text.includes("#")) return undefined;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quote !== "") {
      if (character === "\\") i++;
      else if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
    else if (character === "#") return text.slice(i);
  }
  return undefined;
}

function readComment(rule: Pick<Rule, "id" | "bandit">, comment: string): Suppression | undefined {
  return readOwn(rule, comment) ?? readNosec(rule, comment) ?? readNoqa(rule, comment);
}

function readOwn({ id }: Pick<Rule, "id">, comment: string): Suppression | undefined {
  for (const [, ids = "", reason = ""] of comment.matchAll(/#\s*thoth:\s*ignore\[([^\]]*)\]([^#]*)/gi)) {
    if (/\bPY\d{3}\b/.test(ids) && ids.split(",").some((one) => one.trim() === id))
      return { by: "thoth: ignore", reason: reason.trim() };
  }
  return undefined;
}

/** Without ids it means all checks, whatever words follow. */
function readNosec({ id, bandit }: Pick<Rule, "id" | "bandit">, comment: string): Suppression | undefined {
  const found = /#\s*nosec\b:?([^#]*)/i.exec(comment);
  if (found === null) return undefined;
  const words = found[1]!.trim();
  const ids = words.match(/\b(?:B|PY)\d{3}\b/g) ?? [];
  const speaks = ids.length === 0 || ids.some((one) => one === id || bandit.includes(one));
  return speaks ? { by: "nosec", reason: words } : undefined;
}

function readNoqa({ bandit }: Pick<Rule, "bandit">, comment: string): Suppression | undefined {
  const found = /#\s*noqa:\s*([A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*)([^#]*)/i.exec(comment);
  if (found === null) return undefined;
  const codes = found[1]!.toUpperCase().match(/\bS\d{3}\b/g) ?? [];
  return codes.some((code) => bandit.includes(`B${code.slice(1)}`))
    ? { by: "noqa", reason: found[2]!.trim() }
    : undefined;
}
