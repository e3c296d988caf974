/**
 * Who may write to a repository. Expiry goes by the clock of the database, the only one that all workers share, read when
 * the row is locked (`clock_timestamp()`), not when the statement began to wait for it.
 */

import { sql } from "kysely";

import type { AdviceStore } from "../../ports/index.ts";
import type { Tabled } from "./kysely.ts";

type Leases = Pick<AdviceStore, "claim" | "renew" | "release">;

const inSeconds = (seconds: number) => sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`;

export function leases(database: Tabled): Leases {
  return {
    async claim(repository, seconds) {
      return await database
        .insertInto("lease")
        .values({ repository, fence: 1, expires_at: inSeconds(seconds) })
        .onConflict((conflict) =>
          conflict
            .column("repository")
            .doUpdateSet({ fence: sql<number>`lease.fence + 1`, expires_at: inSeconds(seconds) })
            .where(sql<boolean>`lease.expires_at is null or lease.expires_at <= clock_timestamp()`),
        )
        .returning(["repository", "fence"])
        .executeTakeFirst();
    },

    async renew({ repository, fence }, seconds) {
      const { numUpdatedRows } = await database
        .updateTable("lease")
        .set({ expires_at: inSeconds(seconds) })
        .where("repository", "=", repository)
        .where("fence", "=", fence)
        .where("expires_at", "is not", null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async release({ repository, fence }) {
      await database
        .updateTable("lease")
        .set({ expires_at: null })
        .where("repository", "=", repository)
        .where("fence", "=", fence)
        .execute();
    },
  };
}
