/**
 * From advice to a change: which locks are written, on which branch, and what people read about it. Pure: the same input
 * gives the same plan, byte for byte, and a forge carries it out. `pull-request/` writes the texts.
 */

import { createHash } from "node:crypto";
import type { RepositoryFile } from "../ports/index.ts";
import type { Markdown } from "./encode.ts";
import { type Plain, joinPlain, plain } from "./plain.ts";
import type { PlanInput } from "./plan-input.ts";
import { writeBody, writeCheckPage, writeDetailsPage } from "./pull-request/body.ts";
import { writeComment } from "./pull-request/comment.ts";
import { type LockStatus, type Summary, summarise, writtenFiles } from "./pull-request/summary.ts";
import { writeCommitMessage, writeTitle } from "./pull-request/title.ts";
import { count } from "./say/words.ts";

export type Plan =
  | {
      readonly kind: "change";
      /** Of ours; it may not be there yet. */
      readonly branch: string;
      readonly title: Plain;
      readonly commitMessage: Plain;
      /** Locks whose text differs from the one they replace, and what makes room for one; sorted by path, never empty. */
      readonly files: readonly RepositoryFile[];
      /** Of the pull request: the verdict and the tables. */
      readonly body: Markdown;
      /** The same for a check, without what only a pull request needs. */
      readonly checkPage: Markdown;
      /** For a report or a terminal, and on no pull request; may be empty. */
      readonly details: Markdown;
      /** The reasons, package by package. */
      readonly comment: Markdown;
    }
  /** No lock changes. `reason` is one sentence; `body` is what a pull request would have said, for a reply or a terminal. */
  | {
      readonly kind: "nothing";
      readonly branch: string;
      readonly reason: Plain;
      readonly body: Markdown;
      readonly checkPage: Markdown;
      /** For a report or a terminal, and on no pull request; may be empty. */
      readonly details: Markdown;
    };

/** One commit on one branch for all environments, or nothing where every lock stays as it is. */
export function planChange(input: PlanInput): Plan {
  const summary = summarise(input);
  const body = writeBody(summary);
  const isFix = input.goal?.kind === "fix";
  const branch = branchName(input.project, isFix ? "security" : "advise");
  const checkPage = writeCheckPage(summary);
  const details = writeDetailsPage(summary);
  if (summary.changed.length === 0) {
    const reason = isFix ? sayNothingFixed(summary) : sayNothing(summary);
    return { kind: "nothing", branch, reason, body, checkPage, details };
  }
  return {
    kind: "change",
    branch,
    title: writeTitle(summary),
    commitMessage: writeCommitMessage(summary),
    files: writtenFiles(summary),
    body,
    checkPage,
    details,
    comment: writeComment(summary),
  };
}

/** Longest readable part of a branch name that comes from a project. */
const longestSlug = 60;

/** What a pull request of ours is for: the locks as they should be, or advisories that go. A project has one branch for each. */
export type ProposalKind = "advise" | "security";

/** The branch of ours for a project, the same on every run. A name that loses something on the way to a git reference gets a digest of itself. */
export function branchName(project: string | undefined, kind: ProposalKind): string {
  if (project === undefined) return `thoth/${kind}`;
  const slug = project
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longestSlug)
    .replace(/^-|-$/g, "");
  if (slug === project) return `thoth/${kind}--${slug}`;
  const digest = createHash("sha256").update(project).digest("hex").slice(0, 8);
  return slug === "" ? `thoth/${kind}--${digest}` : `thoth/${kind}--${slug}-${digest}`;
}

/** Such as "No lock changes: 2 advisories cannot go". */
function sayNothingFixed(summary: Summary): Plain {
  const { environments } = summary;
  const remaining = environments.flatMap(({ advice }) => advice.fix?.remaining ?? []);
  const [undecided, certain] = [true, false].map(
    (isOpen) =>
      new Set(
        remaining.flatMap(({ id, package: of, why }) => ((why.kind === "undecided") === isOpen ? [`${id} ${of}`] : [])),
      ),
  ) as [Set<string>, Set<string>];
  if (certain.size > 0) return plain`No lock changes: ${count(certain.size, "advisory")} cannot go`;
  if (undecided.size > 0)
    return plain`No lock changes: whether ${count(undecided.size, "advisory")} ${undecided.size === 1 ? plain`concerns` : plain`concern`} a lock cannot be told`;
  if (environments.every(({ hasLock }) => !hasLock)) return plain`No lock changes: there is none to fix`;
  if (environments.some(({ advice }) => advice.fix === undefined)) return sayNothing(summary);
  return plain`No lock changes: nothing that was asked for concerns a lock`;
}

/** Such as "No lock changes: 1 environment is unchanged, 1 has no solution". */
function sayNothing({ environments }: Summary): Plain {
  const parts = nothingWords.flatMap(({ kind, one, many }) => {
    const n = environments.filter(({ status }) => status.kind === kind).length;
    if (n === 0) return [];
    return [plain`${count(n, "environment")} ${n === 1 ? one : many}`];
  });
  return plain`No lock changes: ${joinPlain(parts, plain`, `)}`;
}

const nothingWords: readonly { readonly kind: LockStatus["kind"]; readonly one: Plain; readonly many: Plain }[] = [
  { kind: "unchanged", one: plain`is unchanged`, many: plain`are unchanged` },
  { kind: "shared", one: plain`shares a lock`, many: plain`share a lock` },
  { kind: "unsolvable", one: plain`has no solution`, many: plain`have no solution` },
  { kind: "refused", one: plain`is refused`, many: plain`are refused` },
  { kind: "failed", one: plain`failed`, many: plain`failed` },
];
