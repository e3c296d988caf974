/** Runs of several sides in turns, so that whatever slows the machine for a moment slows all of them; nothing is discarded. */

/** Milliseconds. */
export interface Times {
  /** The first run, which is not among the others. */
  readonly first: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly samples: readonly number[];
}

export interface Side<Found> {
  readonly name: string;
  /** In how many of the rounds it takes part; all without it. */
  readonly rounds?: number;
  run(): Promise<Found>;
}

/**
 * Runs every side once per round, and in the opposite order in the next. Rounds before the first are not counted, but for
 * the very first run.
 *
 * @returns what each side found: the very first, and those of the counted rounds.
 */
export async function takeTurns<Found>(
  sides: readonly Side<Found>[],
  { rounds, warmUp }: { readonly rounds: number; readonly warmUp: number },
): Promise<ReadonlyMap<string, { readonly first: Found; readonly counted: readonly Found[] }>> {
  const found = new Map(sides.map(({ name }) => [name, [] as Found[]]));
  const total = warmUp + rounds;
  for (let round = 0; round < total; round++) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed())
      if (round < warmUp + (side.rounds ?? rounds)) found.get(side.name)!.push(await side.run());
  }
  return new Map([...found].map(([name, all]) => [name, { first: all[0]!, counted: all.slice(warmUp) }]));
}

export function timesOf(first: number, samples: readonly number[]): Times {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!;
  return { first, min: sorted[0]!, median: at(0.5), p95: at(0.95), samples };
}
