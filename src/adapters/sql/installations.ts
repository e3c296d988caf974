/** Installations of the App. */

import type { AdviceStore } from "../../ports/index.ts";
import type { Tabled } from "./kysely.ts";

type Installations = Pick<AdviceStore, "saveInstallation" | "removeInstallation" | "installation" | "installations">;

export function installations(database: Tabled): Installations {
  const records = database.selectFrom("installation").select(["id", "account", "is_suspended as isSuspended"]);
  return {
    async saveInstallation({ id, account, isSuspended }) {
      const columns = { account, is_suspended: isSuspended };
      await database
        .insertInto("installation")
        .values({ id, ...columns })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
        .execute();
    },

    async removeInstallation(id) {
      await database.deleteFrom("installation").where("id", "=", id).execute();
    },

    installation: (id) => records.where("id", "=", id).executeTakeFirst(),

    installations: () => records.orderBy("id").execute(),
  };
}
