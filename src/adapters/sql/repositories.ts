/** Repositories: how far each has come, and when it is due. */

import { type Selectable, sql, type UpdateObject } from "kysely";

import type { AdviceStore, Clock, RepositoryRecord } from "../../ports/index.ts";
import type { Tabled } from "./kysely.ts";
import { isForeignKeyMistake } from "./mistakes.ts";
import type { RepositoryTable, Tables } from "./tables.ts";

type Repositories = Pick<
  AdviceStore,
  | "saveRepository"
  | "updateRepository"
  | "removeRepository"
  | "repository"
  | "repositories"
  | "dueRepositories"
  | "onboardedSince"
>;

export function repositories(database: Tabled, clock: Clock): Repositories {
  const rows = database.selectFrom("repository").selectAll();
  return {
    async saveRepository({ id, installation, fullName, isArchived }) {
      const columns = { installation, full_name: fullName, is_archived: isArchived };
      await database
        .insertInto("repository")
        .values({ id, ...columns })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
        .execute()
        .catch((error: unknown) => {
          if (!isForeignKeyMistake(error)) throw error;
          throw new Error(`repository ${id} (${fullName}) belongs to unknown installation ${installation}`, {
            cause: error,
          });
        });
    },

    async updateRepository(id, change) {
      const columns = changedColumns(change, clock.now());
      if (Object.keys(columns).length === 0) return;
      await database.updateTable("repository").set(columns).where("id", "=", id).execute();
    },

    async removeRepository(id) {
      await database.deleteFrom("repository").where("id", "=", id).execute();
    },

    async repository(id) {
      const row = await rows.where("id", "=", id).executeTakeFirst();
      return row && readRepository(row);
    },

    async repositories(installation) {
      const found = await rows.where("installation", "=", installation).orderBy("id").execute();
      return found.map(readRepository);
    },

    async dueRepositories(now, limit) {
      const due = rows
        .where("is_archived", "=", false)
        .where("due_at", "<=", now)
        .where("installation", "not in", suspended(database));
      return (await due.orderBy("due_at").orderBy("id").limit(limit).execute()).map(readRepository);
    },

    async onboardedSince(installation, since) {
      const { count } = await database
        .selectFrom("repository")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("installation", "=", installation)
        .where("onboarded_at", ">=", since)
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}

/** Installations that nothing can be done for at the moment. */
export function suspended(database: Tabled) {
  return database.selectFrom("installation").select("id").where("is_suspended", "=", true);
}

type Change = Parameters<AdviceStore["updateRepository"]>[1];

function changedColumns(change: Change, now: Date): UpdateObject<Tables, "repository"> {
  return {
    ...("dueAt" in change && { due_at: change.dueAt ?? null }),
    ...(change.urgency !== undefined && { urgency: change.urgency }),
    ...(change.stage !== undefined && { stage: change.stage }),
    ...(change.stage === "onboarding" && {
      onboarded_at: sql<Date>`case when stage = 'onboarding' then onboarded_at else ${now}::timestamptz end`,
    }),
  };
}

export function readRepository(row: Selectable<RepositoryTable>): RepositoryRecord {
  const { id, installation, stage, urgency } = row;
  return {
    id,
    installation,
    fullName: row.full_name,
    stage,
    isArchived: row.is_archived,
    dueAt: row.due_at ?? undefined,
    urgency,
  };
}
