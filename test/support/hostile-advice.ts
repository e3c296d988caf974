/** Advice that is too much for a page: very many packages, and texts that mean harm. */

import type {
  Advice,
  AdviceChange,
  AdviceConflictLine,
  AdvisoryHit,
  BecauseReason,
  FixObstacle,
  HeldBack,
} from "../../src/advise/advice.ts";
import { frame, needsPython, pillowRule } from "./example-advice.ts";

/** An environment that goes from one set of packages to another, all for the same plain reason. */
export function bulk(name: string, packages: number): Advice {
  const changes = Array.from({ length: packages }, (_, i): AdviceChange => ({
    name: `package-${i}`,
    kind: "upgraded",
    from: "1.0.0",
    to: `${1 + (i % 3)}.1.${i}`,
    direct: i % 10 === 0,
    sections: ["default"],
    because: { kind: "fixes", advisories: [`PYSEC-2024-${i}`] },
    held_back: [{ version: `9.0.${i}`, count: 2, hold: { kind: "excluded", rule: needsPython } }],
  }));
  const hits = changes.map(({ name: dependency }, i): AdvisoryHit => ({
    id: `PYSEC-2024-${i}`,
    aliases: [`CVE-2024-${i}`],
    package: dependency,
    version: "1.0.0",
    severity: "medium",
    fixed_in: "1.1",
    link: `https://osv.dev/vulnerability/PYSEC-2024-${i}`,
    reach: null,
  }));
  return {
    ...frame(name, "security"),
    outcome: { kind: "solved", proved: false, lock: `lock of ${name}\n`, packages: {}, changes },
    advisories: { judged: true, as_of: "2024-10-10", before: hits, after: [] },
    notes: changes
      .slice(0, 200)
      .map(({ name: about }, i) => ({ severity: "info", message: `A note on \`${about}\`, the ${i}th` })),
    rules: Array.from({ length: 300 }, (_, i) => ({ ...pillowRule, unit: `rule-${i}` })),
  };
}

/** Advice whose every text from outside is `text`. */
export function hostile(text: string): Advice {
  const rule = { unit: text, message: text, link: text };
  const line = { file: text, line: 3, text };
  const demand = { by: text, by_version: text, requirement: text };
  const reasons: BecauseReason[] = [
    { kind: "required", demand },
    { kind: "demanded", demand: { by: null, by_version: null, requirement: text, line } },
    { kind: "fixes", advisories: [text, `${text} again`] },
    { kind: "rule", rule },
    { kind: "excluded", rule },
    { kind: "index", from: text, to: text },
    { kind: "frees", package: text, version: text, demand, now: text },
    { kind: "frees", package: text, version: null, demand, now: null },
  ];
  const held_back: HeldBack[] = [
    { version: text, count: 3, hold: { kind: "excluded", rule } },
    { version: text, count: 1, hold: { kind: "conflict", chain: conflict(text) } },
    {
      version: text,
      count: 1,
      hold: { kind: "worse", tier: text, by: [{ ...rule, release: { name: text, version: text } }] },
    },
    { version: text, count: 2, hold: { kind: "parted", from: [{ name: text, environment: text }] } },
    { version: text, count: 2, hold: { kind: "traded", price: [{ name: text, version: text }] } },
    { version: text, count: 1, hold: { kind: "demanded", demand } },
  ];
  const base = frame(text, text);
  const hit = (id: string): AdvisoryHit => ({
    id,
    aliases: [text, `CVE-${text}`],
    package: text,
    version: text,
    severity: "high",
    fixed_in: text,
    link: text,
    reach: { level: 4, file: text, line: 1, only_in: null },
    accepted: { reason: text, until: text },
  });
  return {
    ...base,
    environment: { ...base.environment, python: text, platform: text, operating_system: text, cuda: text },
    manifest_path: text,
    lock_path: text,
    outcome: {
      kind: "solved",
      proved: false,
      lock: "new\n",
      packages: {},
      changes: reasons.map((because, i) => ({
        name: text,
        kind: "upgraded",
        from: text,
        to: `${text} ${i}`,
        index: text,
        direct: i % 2 === 0,
        sections: [text],
        because,
        held_back,
      })),
    },
    advisories: { judged: true, as_of: text, before: [hit(text)], after: [hit(`${text} new`)] },
    rules: [rule],
    departures: [
      { kind: "left-out", name: text, demands: [demand, demand], rule },
      { kind: "replaced", name: text, instead: text, instead_version: text, demands: [demand], rule },
      { kind: "added", name: text, version: text, beside: [text], requirement: text, rule },
    ],
    notes: [
      {
        severity: "error",
        message: text,
        link: text,
        more_links: [text],
        unit: text,
        manifest_changes: [{ api_version: text, kind: text, patch: [{ op: "add", path: text, value: text }] }],
      },
      { severity: "warning", message: `${text} \`${text}\``, link: text, unit: text },
      { severity: "warning", message: `${text} \`other ${text}\``, link: `${text} other`, unit: text },
      { severity: "info", message: text, link: text, unit: `other ${text}`, detail: true },
    ],
    data: [{ kind: "index", name: text, as_of: text, url: text }],
  };
}

function conflict(text: string): AdviceConflictLine[] {
  const rule = { unit: text, message: text, link: text };
  return [
    { kind: "requires", name: text, versions: text, requirement: text },
    { kind: "excluded", name: text, versions: text, rule },
    { kind: "forbidden", names: [text, text], rule },
    { kind: "missing", name: text, reason: text },
    { kind: "omitted", steps: 3 },
    { kind: "root", line: { file: text, line: 3, text } },
  ];
}

/** The same for a fix: everything that may stand in its way. */
export function hostileFix(text: string): Advice {
  const advice = hostile(text);
  const line = { file: text, line: 3, text };
  const relaxed = { name: text, line, bounds: text, without: "bounds", gives: text } as const;
  const obstacles: readonly FixObstacle[] = [
    {
      kind: "impossible",
      requirements: [line],
      policies: [
        { kind: "hold", name: text, line, bounds: text },
        { kind: "cooldown", name: text, line, bounds: text },
      ],
      explanation: conflict(text),
      relaxations: [
        { lines: [relaxed] },
        { lines: [{ ...relaxed, without: "hold" }] },
        { lines: [{ ...relaxed, without: "cooldown" }] },
      ],
    },
    { kind: "traded", older: [{ name: text, version: text }], advisories: [{ id: text, package: text }] },
    { kind: "accepted", reason: text, until: text },
    { kind: "undecided" },
    { kind: "shared", writer: text },
    { kind: "unanswered" },
  ];
  const remaining = obstacles.map((why) => ({ id: text, package: text, version: text, why }));
  const advisories = advice.advisories.judged
    ? { ...advice.advisories, before: advice.advisories.before.map(unaccepted) }
    : advice.advisories;
  return { ...advice, advisories, fix: { asked: [text], absent: [text], remaining } };
}

/** The same for environments without an answer. */
export function hostileFailures(text: string): Advice[] {
  const base = { ...hostile(text), advisories: { judged: false, reason: text } as const };
  const line = { file: text, line: 0, text };
  const relaxed = { name: text, line, bounds: text };
  const relaxations = [
    {
      lines: [
        { ...relaxed, without: "bounds" as const, gives: text },
        { ...relaxed, without: "line" as const, gives: null },
      ],
    },
  ];
  return [
    {
      ...base,
      outcome: { kind: "unsolvable", requirements: [line, line], explanation: conflict(text), relaxations },
    },
    { ...base, outcome: { kind: "failed", code: text, message: text, hint: text } },
  ];
}

function unaccepted(hit: AdvisoryHit): AdvisoryHit {
  const { accepted: _, ...rest } = hit;
  return rest;
}
