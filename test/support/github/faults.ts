/** Which requests meet trouble, and the waiting at doors that tests hold shut. */

import type { Fault, Misbehaviour, Selection } from "./trouble.ts";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly installation: number | undefined;
}

interface ActiveFault {
  readonly fault: Fault;
  readonly struck: PromiseWithResolvers<void>;
  readonly released: PromiseWithResolvers<void>;
  seen: number;
}

/** What strikes one request. */
export interface Strike {
  readonly does: Misbehaviour;
  /** Of a `hold`: until it is let go. */
  readonly released: Promise<void>;
}

export class Faults {
  readonly #faults: ActiveFault[] = [];

  /** @returns its number. */
  add(fault: Fault): number {
    this.#faults.push({ fault, struck: Promise.withResolvers(), released: Promise.withResolvers(), seen: 0 });
    return this.#faults.length - 1;
  }

  /** The first fault that is due for the request. Each one that is meant counts it. */
  strike(request: Asked): Strike | undefined {
    const meant = this.#faults.filter(({ fault }) => matches(fault, request));
    for (const active of meant) active.seen++;
    const due = meant.find(isDue);
    due?.struck.resolve();
    return due === undefined ? undefined : { does: due.fault.does, released: due.released.promise };
  }

  async struck(number: number): Promise<void> {
    await this.#find(number).struck.promise;
  }

  /** Lets go, and lets every later request pass. */
  release(number: number): void {
    const active = this.#find(number);
    active.released.resolve();
    active.seen = Infinity;
  }

  clear(): void {
    for (const number of this.#faults.keys()) this.release(number);
  }

  #find(number: number): ActiveFault {
    const active = this.#faults[number];
    if (active === undefined) throw new Error(`there is no fault ${number}`);
    return active;
  }
}

export function matches(selection: Selection, { method, path, installation }: Asked): boolean {
  return (
    (selection.method ?? method) === method &&
    (selection.installation ?? installation) === installation &&
    (selection.path === undefined || fits(selection.path, path))
  );
}

function isDue({ fault, seen }: ActiveFault): boolean {
  const after = fault.after ?? 0;
  return seen > after && seen <= after + (fault.times ?? 1);
}

/** `*` stands for any text. */
function fits(pattern: string, path: string): boolean {
  const [start, ...parts] = pattern.split("*");
  if (parts.length === 0) return path === pattern;
  if (!path.startsWith(start!)) return false;
  let at = start!.length;
  for (const part of parts.slice(0, -1)) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return path.slice(at).endsWith(parts.at(-1)!);
}
