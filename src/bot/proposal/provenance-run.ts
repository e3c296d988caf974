/** The check run "Thoth provenance": where the locks of one commit come from, with each finding on its line. Pure. */

import {
  type Markdown,
  marked,
  prose,
  provenancePage,
  type ProvenanceReport,
  provenanceTitle,
  terminalLine,
} from "../../advise/index.ts";
import type { UserError } from "../../base/index.ts";
import type { Annotation, CheckRun } from "../../ports/index.ts";
import type { ProjectPlace } from "../../project/index.ts";
import { projectPage, withPages } from "./pages.ts";

const name = "Thoth provenance";
const key = "provenance";

/** What was found in one project, or what keeps it from being looked at. */
export interface CheckedProject {
  readonly place: ProjectPlace;
  readonly outcome: ProvenanceReport | UserError;
}

/** GitHub shows some dozens of annotations; the page tells of the others. */
const mostAnnotations = 50;

/** Undefined where no project has a lock: nobody asked about the absence of one. */
export function provenanceRun(checked: readonly CheckedProject[]): CheckRun | undefined {
  const reports = checked.flatMap(({ outcome }) => (isReport(outcome) ? [outcome] : []));
  if (!reports.some(({ locks }) => locks.length > 0)) return undefined;
  const counts = reports.map((report) => report.counts);
  const sum = (level: keyof ProvenanceReport["counts"]) => counts.reduce((all, each) => all + each[level], 0);
  const all = {
    failure: sum("failure"),
    warning: sum("warning"),
    "not-checked": sum("not-checked"),
    info: sum("info"),
  };
  const pages = checked.map(({ place, outcome }) => projectPage(place, pageOf(outcome)));
  const [only] = checked;
  return {
    name,
    key,
    conclusion: conclude(checked),
    title: provenanceTitle({ counts: all, locks: reports.flatMap(({ locks }) => locks) }),
    summary: checked.length === 1 ? pageOf(only!.outcome) : withPages(front, pages),
    annotations: reports.flatMap(annotate).slice(0, mostAnnotations),
  };
}

const front: Markdown = marked`Where what is locked comes from, project by project.`;

function pageOf(outcome: CheckedProject["outcome"]): Markdown {
  return isReport(outcome) ? provenancePage(outcome) : prose(outcome.message);
}

/** What could not be asked is neutral: it says nothing of the locks. */
function conclude(checked: readonly CheckedProject[]): CheckRun["conclusion"] {
  const outcomes = checked.map(({ outcome }) => outcome);
  if (outcomes.some((outcome) => isReport(outcome) && outcome.counts.failure > 0)) return "failure";
  return outcomes.every((outcome) => isReport(outcome) && isWhole(outcome)) ? "success" : "neutral";
}

/** That no signature is verified, and that no private name is told to other indexes, is so for every lock. */
function isWhole({ findings, unchecked }: ProvenanceReport): boolean {
  const isLooked = unchecked.every(({ code }) => code === "NO_LOCK");
  return isLooked && !findings.some((each) => each.level === "not-checked" && !isUsual(each));
}

function isUsual({ id, evidence }: ProvenanceReport["findings"][number]): boolean {
  return id === "P13" || evidence["verification"] !== undefined;
}

function annotate({ findings }: ProvenanceReport): readonly Annotation[] {
  return findings.flatMap(({ level, path, line, id, message }) =>
    level === "failure" || level === "warning"
      ? [{ path, line, level, title: `${name}: ${id}`, message: terminalLine(message) }]
      : [],
  );
}

function isReport(outcome: CheckedProject["outcome"]): outcome is ProvenanceReport {
  return "findings" in outcome;
}
