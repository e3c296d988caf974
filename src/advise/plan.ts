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
  const branch = branchName(input.project);
  const checkPage = writeCheckPage(summary);
  const details = writeDetailsPage(summary);
  if (summary.changed.length === 0)
    return { kind: "nothing", branch, reason: sayNothing(summary), body, checkPage, details };
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

/** The branch of ours for a project, the same on every run. A name that loses something on the way to a git reference gets a digest of itself. */
export function branchName(project: string | undefined): string {
  if (project === undefined) return "thoth/advise";
  const slug = project
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longestSlug)
    .replace(/^-|-$/g, "");
  if (slug === project) return `thoth/advise--${slug}`;
  const digest = createHash("sha256").update(project).digest("hex").slice(0, 8);
  return slug === "" ? `thoth/advise--${digest}` : `thoth/advise--${slug}-${digest}`;
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
