/**
 * Typed SQL over a pool that is shared with others: in our own schema, and with our own idea of `int8`, which `pg` gives
 * as text.
 */

import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from "kysely";
import { type CustomTypesConfig, type Pool, types } from "pg";

import type { Tables } from "./tables.ts";

export const schema = "kb";

export type Tabled = Kysely<Tables>;

/** It is never destroyed, because that would end the pool. */
export function tablesOver(pool: Pool): Tabled {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: withOwnTypes(pool) }) }).withSchema(schema);
}

function withOwnTypes(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect(): Promise<PostgresPoolClient> {
      const client = await pool.connect();
      const query = (text: string, values: readonly unknown[]) =>
        client.query({ text, values: [...values], types: ownTypes });
      // The other form of `query` takes a cursor, and is called only by a dialect that was given one.
      return { query: query as unknown as PostgresPoolClient["query"], release: (destroy) => client.release(destroy) };
    },
  };
}

const ownTypes: CustomTypesConfig = {
  getTypeParser: (type, format) => (type === types.builtins.INT8 ? readInteger : types.getTypeParser(type, format)),
};

function readInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} is past what a number holds exactly`);
  return value;
}
