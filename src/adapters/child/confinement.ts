/**
 * What keeps a child process small and alone. Node's permission model and the doors that the child closes behind itself
 * (`close-doors.ts`) hold everywhere. Linux adds more where it lets an ordinary user have it: each row below is a command
 * that runs another one with less, and it is tried before it is relied on, because containers often forbid some of them.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";

/** How much a child may take. */
export interface ChildLimits {
  /** Megabytes of its heap. What lies beside the heap gets as much again and a little more, where the system counts it. */
  readonly memory: number;
  /** Megabytes of a half of the space for what is new in it, three of which come on top; Node's choice where none are said. */
  readonly young?: number;
  /** Seconds of processor time, where the system counts them. */
  readonly processor: number;
}

interface Row {
  /** Completes "a child …". */
  readonly what: string;
  readonly command: (limits: ChildLimits) => readonly string[];
}

const megabyte = 1024 * 1024;

/** In the order of wrapping: what the first takes away, the later ones cannot need. */
const rows: readonly Row[] = [
  {
    what: "has no network to begin with",
    command: () => ["unshare", "--user", "--map-current-user", "--net", "--"],
  },
  {
    what: "gains no privileges, and ends with its parent",
    command: () => ["setpriv", "--no-new-privs", "--pdeathsig", "KILL", "--"],
  },
  {
    what: "has limits of memory, processor time and open files set by the system",
    command: ({ memory, processor }) => [
      "prlimit",
      `--data=${(2 * memory + 512) * megabyte}`,
      // The signal that names it comes a little before the one that nobody survives.
      `--cpu=${processor}:${processor + 5}`,
      "--nofile=256",
      "--core=0",
      "--",
    ],
  },
];

/** What this machine lets us do to a child beyond what Node itself does. */
export interface Confinement {
  readonly limits: ChildLimits;
  /** Stands before the command of the child. */
  readonly prefix: readonly string[];
  /** Sentences on what the machine does, and on what it does not. */
  readonly holds: readonly string[];
  readonly lacks: readonly string[];
}

/** Tries every row once. */
export async function tryConfinement(limits: ChildLimits): Promise<Confinement> {
  let prefix: readonly string[] = [];
  const holds: string[] = [];
  const lacks: string[] = [];
  for (const { what, command } of rows) {
    const longer = [...prefix, ...command(limits)];
    const works = await runs([...longer, process.execPath, "--version"]);
    (works ? holds : lacks).push(`a child ${what}`);
    if (works) prefix = longer;
  }
  return { limits, prefix, holds, lacks };
}

/** With no environment, as the child will have none: the commands are looked for in the folders of the system alone. */
async function runs([command, ...rest]: readonly string[]): Promise<boolean> {
  const child = spawn(command!, rest, { env: {}, stdio: "ignore" });
  try {
    const [code] = (await once(child, "exit")) as [number | null];
    return code === 0;
  } catch {
    // There is no such command.
    return false;
  }
}
