/** Open wishes: one row a slot. Each input takes the next number of one sequence, so that no number ever comes again. */

import { type Selectable, sql } from "kysely";

import type { AdviceStore, Cause, RepositoryRequest } from "../../ports/index.ts";
import type { Tabled } from "./kysely.ts";
import { isForeignKeyMistake } from "./mistakes.ts";
import { readRepository, suspended } from "./repositories.ts";
import type { RequestTable } from "./tables.ts";

type Requests = Pick<AdviceStore, "ask" | "openRequests" | "finishRequest" | "repositoriesWithRequests">;

// Evaluated under the lock of the row, so that in a slot it only grows.
const nextRevision = sql<number>`nextval('kb.request_revision')`;

export function requests(database: Tabled): Requests {
  return {
    async ask({ repository, slot, cause, askedAt }) {
      const input = { cause: JSON.stringify(cause), asked_at: askedAt, revision: nextRevision };
      const row = await database
        .insertInto("request")
        .values({ repository, slot, ...input })
        .onConflict((conflict) => conflict.columns(["repository", "slot"]).doUpdateSet(input))
        .returningAll()
        .executeTakeFirstOrThrow()
        .catch((error: unknown) => {
          if (!isForeignKeyMistake(error)) throw error;
          throw new Error(`${slot} is asked for repository ${repository}, which is unknown`, { cause: error });
        });
      return readRequest(row);
    },

    async openRequests(repository) {
      const rows = await database
        .selectFrom("request")
        .selectAll()
        .where("repository", "=", repository)
        .orderBy("asked_at")
        .orderBy("revision")
        .execute();
      return rows.map(readRequest);
    },

    finishRequest: (request) => finishRequest(database, request),

    async repositoriesWithRequests(before, limit) {
      const rows = await database
        .selectFrom("repository")
        .selectAll("repository")
        .innerJoin(
          (inner) =>
            inner
              .selectFrom("request")
              .select(({ fn }) => ["repository", fn.min("asked_at").as("oldest")])
              .where("asked_at", "<", before)
              .groupBy("repository")
              .as("waiting"),
          (join) => join.onRef("waiting.repository", "=", "repository.id"),
        )
        .where("repository.installation", "not in", suspended(database))
        .orderBy("waiting.oldest")
        .orderBy("repository.id")
        .limit(limit)
        .execute();
      return rows.map(readRepository);
    },
  };
}

async function finishRequest(database: Tabled, request: RepositoryRequest): Promise<boolean> {
  const { repository, slot, revision } = request;
  const gone = await database
    .deleteFrom("request")
    .where("repository", "=", repository)
    .where("slot", "=", slot)
    .where("revision", "=", revision)
    .executeTakeFirst();
  if (gone.numDeletedRows > 0n) return true;
  // Either it was finished before, which is as good, or its slot holds a newer input.
  const newer = await database
    .selectFrom("request")
    .select("revision")
    .where("repository", "=", repository)
    .where("slot", "=", slot)
    .executeTakeFirst();
  return newer === undefined;
}

function readRequest(row: Selectable<RequestTable>): RepositoryRequest {
  const { repository, slot, revision } = row;
  // The column holds nothing but what `ask` wrote.
  return { repository, slot, cause: row.cause as Cause, askedAt: row.asked_at, revision };
}
