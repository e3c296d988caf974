/** Answers one command: whether its author may, what came of it. One reaction and one reply, both found again. */

import type { Markdown } from "../../advise/index.ts";
import { type Cause, HostRefused, HostUnavailable, type Permission, type Reaction } from "../../ports/index.ts";
import { adviseRepository } from "../proposal/advise-visit.ts";
import { type Command, parseCommand } from "../intake/command.ts";
import { commandKey } from "../intake/events.ts";
import type { Asked } from "../asked.ts";
import type { VisitOutcome } from "../proposal/outcome.ts";
import {
  sayAnswer,
  sayFault,
  sayGivenUp,
  sayHelp,
  sayMisread,
  sayNotAllowed,
  sayWorking,
} from "../proposal/replies.ts";
import { LeaseLost } from "./lease.ts";
import type { Visit } from "../visit.ts";

export type CommandCause = Extract<Cause, { readonly kind: "command" }>;

type Advise = Extract<Command, { readonly kind: "advise" | "fix" | "rebase" }>;

/**
 * Permission is read now, when the command is carried out. Done twice it says the same in the same place.
 *
 * @returns what is left to do when the command is finished: signs that may get lost.
 */
export async function runCommand(cause: CommandCause, visit: Visit): Promise<Aftermath> {
  const command = parseCommand(cause.text);
  switch (command.kind) {
    case "help":
      await reply(sayHelp(), "help", cause, visit);
      return { reaction: "rocket", closes: false };
    case "misread":
      // One such reply in a conversation is enough.
      await reply(sayMisread(command), "help", cause, visit);
      return { reaction: "confused", closes: false };
    case "advise":
    case "fix":
    case "rebase":
      return runAdvise(command, cause, visit);
  }
}

/** What follows a reply. */
export interface Aftermath {
  readonly reaction: Reaction;
  /** Whether the issue was nothing but the command, and is done with. */
  readonly closes: boolean;
}

/** Never throws for a host that does not answer: the command has been answered. */
export async function concludeCommand(
  { reaction, closes }: Aftermath,
  { place }: CommandCause,
  visit: Visit,
): Promise<void> {
  const { host, signal, repository, dependencies } = visit;
  try {
    await host.react(place, reaction, signal);
    if (closes) await host.closeIssue(place.issue, signal);
  } catch (error) {
    if (!(error instanceof HostUnavailable)) throw error;
    dependencies.log.warn({ repository: repository.id, err: error }, "a sign that a command is done was lost");
  }
}

async function runAdvise(command: Advise, cause: CommandCause, visit: Visit): Promise<Aftermath> {
  const { host, signal } = visit;
  const { place } = cause;
  if (!mayWrite(await host.permission(cause.author, signal))) {
    // Said once in a conversation, however often somebody tries.
    await reply(sayNotAllowed(), "not-allowed", cause, visit);
    return { reaction: "confused", closes: false };
  }
  const key = commandKey(place);
  await host.react(place, "eyes", signal);
  await reply(sayWorking(), key, cause, visit);
  const outcome = await adviseOrExplain(command, cause, visit);
  await reply(sayAnswer(outcome), key, cause, visit);
  const isDone = outcome.kind !== "impossible";
  return { reaction: isDone ? "rocket" : "confused", closes: isDone && place.kind === "issue" && place.isWhole };
}

/** Says that nothing more will come. */
export function giveUpCommand(cause: CommandCause, visit: Visit): Promise<void> {
  return reply(sayGivenUp(), commandKey(cause.place), cause, visit);
}

const writers: ReadonlySet<Permission> = new Set(["write", "maintain", "admin"]);

function mayWrite(permission: Permission): boolean {
  return writers.has(permission);
}

/** Waits are no faults: whoever asked sees that the work goes on. */
async function adviseOrExplain(command: Advise, cause: CommandCause, visit: Visit): Promise<VisitOutcome> {
  const asked = askedBy(command);
  const reason = command.kind === "rebase" ? "rebase" : "command";
  const project = command.kind === "rebase" ? undefined : command.project;
  try {
    return await adviseRepository({ asked, project, reasons: new Set([reason]) }, visit);
  } catch (error) {
    if (!isWait(error) && !visit.signal.aborted) await reply(sayFault(), commandKey(cause.place), cause, visit);
    throw error;
  }
}

function askedBy(command: Advise): Asked | undefined {
  switch (command.kind) {
    case "rebase":
      return undefined;
    case "fix":
      return { goal: { kind: "fix", advisories: command.advisories } };
    case "advise":
      return { environment: command.environment, recommendationType: command.type };
  }
}

function reply(words: Markdown, key: string, { place }: CommandCause, { host, signal }: Visit): Promise<void> {
  return host.writeComment(place.issue, key, words, signal);
}

/** Whether the host or another worker is the cause: neither is a fault of ours, and neither wants a comment. */
function isWait(error: unknown): boolean {
  return error instanceof HostUnavailable || error instanceof HostRefused || error instanceof LeaseLost;
}
