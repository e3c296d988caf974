/**
 * `library_usage`: every library must be used, and of each all symbols that are listed. `flask.*` means something below
 * `flask`, or `flask` itself, and never `flask_cors.CORS`. Where nobody has looked into the code, nothing is used.
 */

import { type Static, Type } from "typebox";
import type { Test } from "./choice.ts";

/** Symbols by library, with their full names. */
export const LibraryUsageSchema = Type.Record(Type.String(), Type.Array(Type.String({ minLength: 1 })));

export function usageTest(stated: Static<typeof LibraryUsageSchema>): Test {
  const wanted = Object.entries(stated);
  return ({ libraryUsage }) =>
    wanted.every(([library, symbols]) => {
      const used = libraryUsage?.get(library);
      return used !== undefined && symbols.every((symbol) => isUsed(symbol, used));
    });
}

function isUsed(symbol: string, used: ReadonlySet<string>): boolean {
  if (!symbol.endsWith(".*")) return used.has(symbol);
  const whole = symbol.slice(0, -2);
  return used.has(whole) || [...used].some((name) => name.startsWith(`${whole}.`));
}
