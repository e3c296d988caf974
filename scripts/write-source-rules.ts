/** Writes the table of rules in `docs/source-rules.md` anew: `node scripts/write-source-rules.ts`. A test compares the two. */

import { readFileSync, writeFileSync } from "node:fs";

import { sourceRules } from "../src/source/index.ts";

const page = new URL("../docs/source-rules.md", import.meta.url);
const [start, end] = ["<!-- rules -->\n", "<!-- end of rules -->\n"];

/** The page, with the table as the code has it. */
export function sourceRulesPage(): string {
  const text = readFileSync(page, "utf8");
  const [before, rest] = [text.slice(0, text.indexOf(start) + start.length), text.slice(text.indexOf(end))];
  return `${before}\n${table()}\n${rest}`;
}

function table(): string {
  const rows = sourceRules.map(({ id, level, underSecurity, cwe, bandit, finds, message, link }) => {
    const levels = underSecurity === undefined ? level : `${level}, ${underSecurity} for \`security\``;
    const cells = [`[${id}](${link})`, levels, finds, message, `CWE-${cwe}`, bandit.join(", ") || "-"];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return [
    "| rule | level | finds | what is wrong, and what to do | weakness | bandit |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

if (import.meta.main) writeFileSync(page, sourceRulesPage());
