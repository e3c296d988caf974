/** Who did what and why. An entry that is written again is the same entry. */

import type { AdviceStore } from "../../ports/index.ts";
import type { Tabled } from "./kysely.ts";

type AuditTrail = Pick<AdviceStore, "audit" | "auditTrail">;

export function auditTrail(database: Tabled): AuditTrail {
  return {
    async audit({ repository, at, fence, what, detail }) {
      await database
        .insertInto("audit")
        // The one character that text in PostgreSQL cannot hold.
        .values({ repository, at, fence, what, detail: detail.replaceAll("\0", "\uFFFD") })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async auditTrail(repository) {
      return await database
        .selectFrom("audit")
        .select(["repository", "at", "fence", "what", "detail"])
        .where("repository", "=", repository)
        .orderBy("at")
        .orderBy("id")
        .execute();
    },
  };
}
