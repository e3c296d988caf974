/**
 * Findings as SARIF 2.1.0 (OASIS), which code hosts and editors take. Columns are counted in UTF-16 units, as SARIF does
 * unless it is told otherwise; a URI of a file is relative to the root of the repository.
 */

import type { Finding, SuppressedFinding } from "./finding.ts";
import type { Level, Rule } from "./rule.ts";
import { sourceRules } from "./table.ts";
import type { SourceScan } from "./scan.ts";

const levels: Readonly<Record<Level, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** GitHub sorts by it: a CVSS-like score from 0 to 10. */
const severities: Readonly<Record<Level, string>> = { error: "8.0", warning: "5.0", info: "2.0" };

/** @param version of this program. Rules are those that have a result. */
export function sarifOf(
  { findings, suppressed, unread }: Pick<SourceScan, "findings" | "suppressed" | "unread">,
  version: string,
) {
  const used = new Set([...findings, ...suppressed].map(({ rule }) => rule));
  const rules = sourceRules.filter(({ id }) => used.has(id));
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "thoth", semanticVersion: version, rules: rules.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: unread.map(({ file, reason }) => ({
              level: "warning",
              message: { text: `was not read: ${reason}` },
              locations: [{ physicalLocation: { artifactLocation: artifact(file) } }],
            })),
          },
        ],
        results: [
          ...findings.map((finding) => resultOf(finding, index)),
          ...suppressed.map((finding) => ({ ...resultOf(finding, index), suppressions: [suppressionOf(finding)] })),
        ],
      },
    ],
  };
}

function ruleOf({ id, finds, message, link, level, cwe, bandit }: Rule) {
  return {
    id,
    shortDescription: { text: plain(finds) },
    fullDescription: { text: plain(message) },
    help: { text: `${plain(message)}: ${link}`, markdown: `${message} ([reference](${link}))` },
    helpUri: link,
    defaultConfiguration: { level: levels[level] },
    properties: {
      tags: ["security", `external/cwe/cwe-${String(cwe).padStart(3, "0")}`, ...bandit],
      "security-severity": severities[level],
    },
  };
}

function resultOf(finding: Finding, index: ReadonlyMap<string, number>) {
  const { rule, level, message, file, line, column, endLine, endColumn, scope, fingerprint } = finding;
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    ruleId: rule,
    ruleIndex: index.get(rule)!,
    level: levels[level],
    message: { text: plain(message) },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(file), region },
        ...(scope !== "" && { logicalLocations: [{ fullyQualifiedName: scope }] }),
      },
    ],
    partialFingerprints: { "thoth/v1": fingerprint },
  };
}

function suppressionOf({ by, reason }: SuppressedFinding) {
  return { kind: "inSource", justification: reason === "" ? `# ${by}` : `# ${by}: ${reason}` };
}

/** RFC 3986: each part of the path is escaped. */
function artifact(path: string) {
  return { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

/** Backticks are Markdown. */
function plain(words: string): string {
  return words.replaceAll("`", "'");
}
