/** The child's side: closes the doors, then answers its parent over the standard streams until those end. */

import { type Answer, Channel, type Message, type Received } from "./channel.ts";
import { closeDoors } from "./close-doors.ts";

/** Asks the parent. @throws what `Channel.ask` throws. */
export type AskParent = (what: string, message: Message, signal: AbortSignal) => Promise<Received>;

/** The parent is trusted: nothing that it sends is too much, beyond what one message can hold. */
const limits = { bytes: 512 * 1024 * 1024, allBytes: Infinity, messages: Infinity };

/** Resolves when the parent is gone. Nothing of a stranger may be read before. */
export async function serveParent(answersWith: (ask: AskParent) => Readonly<Record<string, Answer>>): Promise<void> {
  closeDoors();
  // A person who ends the parent ends its children by that, and not before their work is done.
  process.on("SIGINT", () => undefined);
  const ask: AskParent = (what, message, signal) => channel.ask(what, message, signal);
  const channel: Channel = new Channel({ from: process.stdin, to: process.stdout, limits, answers: answersWith(ask) });
  await channel.run();
}
