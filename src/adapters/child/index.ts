export { type Answer, type Message, type Received, ToldError } from "./channel.ts";
export { type Confinement, tryConfinement } from "./confinement.ts";
export { type Ending, LimitedProcess, ProcessEnded } from "./limited-process.ts";
export { type AskParent, serveParent } from "./serve-parent.ts";
