/** Webhook deliveries. A row outlives its payload, because it is what recognises the next one like it. */

import { sql } from "kysely";

import type { AdviceStore, Delivery, DeliveryOutcome } from "../../ports/index.ts";
import type { Tabled } from "./kysely.ts";

type Deliveries = Pick<
  AdviceStore,
  "saveDelivery" | "delivery" | "finishDelivery" | "forgetDeliveries" | "unfinishedDeliveries"
>;

const day = 24 * 60 * 60 * 1000;

export function deliveries(database: Tabled): Deliveries {
  return {
    saveDelivery: (delivery) => saveDelivery(database, delivery),

    async delivery(id) {
      const row = await database
        .selectFrom("delivery")
        .selectAll()
        .where("id", "=", id)
        .where("is_finished", "=", false)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { event, body_digest: bodyDigest, received_at: receivedAt, payload } = row;
      return { id, event, bodyDigest, receivedAt, payload };
    },

    async finishDelivery(id) {
      await database.updateTable("delivery").set({ is_finished: true, payload: null }).where("id", "=", id).execute();
    },

    async forgetDeliveries(before) {
      await database.deleteFrom("delivery").where("is_finished", "=", true).where("received_at", "<", before).execute();
    },

    async unfinishedDeliveries(before, limit) {
      const rows = await database
        .selectFrom("delivery")
        .select("id")
        .where("is_finished", "=", false)
        .where("received_at", "<", before)
        .orderBy("received_at")
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}

/**
 * Equal bodies that arrive together wait for each other, so that only one is new. A repeat is stored as finished: its
 * twin is what will be done.
 */
async function saveDelivery(database: Tabled, delivery: Delivery): Promise<DeliveryOutcome> {
  const { id, event, bodyDigest, receivedAt, payload } = delivery;
  const since = new Date(receivedAt.getTime() - day);
  const stored = await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`delivery ${bodyDigest}`}, 0))`.execute(transaction);
    return await sql<{ isRepeat: boolean }>`
      insert into kb.delivery (id, event, body_digest, received_at, payload, is_finished)
      select ${id}, ${event}, ${bodyDigest}, ${receivedAt}::timestamptz,
        case when not is_repeat then ${JSON.stringify(payload ?? null)}::json end, is_repeat
      from (select exists (
        select from kb.delivery where body_digest = ${bodyDigest} and event = ${event} and received_at >= ${since}
      ) as is_repeat) as found
      on conflict (id) do nothing
      returning is_finished as "isRepeat"`.execute(transaction);
  });
  const [row] = stored.rows;
  if (row === undefined) return "known";
  return row.isRepeat ? "repeat" : "new";
}
