/** Answers one command: whether its author may, what came of it. One reaction and one reply, both found again. */

import type { Markdown } from "../advise/index.ts";
import { type Cause, HostRefused, HostUnavailable, type Permission } from "../ports/index.ts";
import { adviseRepository } from "./advise-visit.ts";
import { type Command, parseCommand } from "./command.ts";
import { commandKey } from "./events.ts";
import type { VisitOutcome } from "./outcome.ts";
import { sayAnswer, sayFault, sayHelp, sayMisread, sayNotAllowed, sayWorking } from "./replies.ts";
import { LeaseLost } from "./lease.ts";
import type { Visit } from "./visit.ts";

export type CommandCause = Extract<Cause, { readonly kind: "command" }>;

type Advise = Extract<Command, { readonly kind: "advise" | "rebase" }>;

/** Permission is read now, when the command is carried out. Done twice it says the same in the same place. */
export async function runCommand(cause: CommandCause, visit: Visit): Promise<void> {
  const command = parseCommand(cause.text);
  switch (command.kind) {
    case "help":
      return reply(sayHelp(), "help", cause, visit);
    case "misread":
      // One such reply in a conversation is enough.
      return reply(sayMisread(command), "help", cause, visit);
    case "advise":
    case "rebase":
      return runAdvise(command, cause, visit);
  }
}

async function runAdvise(command: Advise, cause: CommandCause, visit: Visit): Promise<void> {
  const { host, signal } = visit;
  const key = commandKey(cause.place);
  if (!mayWrite(await host.permission(cause.author, signal))) {
    await host.react(cause.place, "confused", signal);
    return reply(sayNotAllowed(), key, cause, visit);
  }
  await host.react(cause.place, "eyes", signal);
  await reply(sayWorking(), key, cause, visit);
  const outcome = await adviseOrExplain(command, cause, visit);
  await reply(sayAnswer(outcome), key, cause, visit);
  await host.react(cause.place, outcome.kind === "advised" ? "rocket" : "confused", signal);
  // A new issue that was nothing but the command is done with.
  if (cause.place.kind === "issue" && outcome.kind === "advised") await host.closeIssue(cause.place.issue, signal);
}

const writers: ReadonlySet<Permission> = new Set(["write", "maintain", "admin"]);

function mayWrite(permission: Permission): boolean {
  return writers.has(permission);
}

/** Waits are no faults: whoever asked sees that the work goes on. */
async function adviseOrExplain(command: Advise, cause: CommandCause, visit: Visit): Promise<VisitOutcome> {
  const asked =
    command.kind === "rebase" ? undefined : { environment: command.environment, recommendationType: command.type };
  const reason = command.kind === "rebase" ? "rebase" : "command";
  try {
    return await adviseRepository(asked, new Set([reason]), visit);
  } catch (error) {
    if (!isWait(error) && !visit.signal.aborted) await reply(sayFault(), commandKey(cause.place), cause, visit);
    throw error;
  }
}

function reply(words: Markdown, key: string, { place }: CommandCause, { host, signal }: Visit): Promise<void> {
  return host.writeComment(place.issue, key, words, signal);
}

/** Whether the host or another worker is the cause: neither is a fault of ours, and neither wants a comment. */
function isWait(error: unknown): boolean {
  return error instanceof HostUnavailable || error instanceof HostRefused || error instanceof LeaseLost;
}
