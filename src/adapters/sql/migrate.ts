/** Brings the schema up to date. One set of migrations, in the order of their names, for every PostgreSQL there is. */

import { type Migration, Migrator } from "kysely/migration";

import { schema, type Tabled } from "./kysely.ts";
import { up as adviceStore } from "./migrations/0001-advice-store.ts";

/** A migration that was released is never changed; the next one mends it. */
const migrations: Readonly<Record<string, Migration>> = {
  "0001-advice-store": { up: adviceStore },
};

/** Several processes may call it at once: one works, the others wait. @throws {Error} when a migration fails */
export async function migrate(database: Tabled): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableSchema: schema,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find(({ status }) => status === "Error");
  throw new Error(`the database cannot be brought up to date${failed ? `, at ${failed.migrationName}` : ""}`, {
    cause: error,
  });
}
