/** What stands, or stood, on branches of ours. */

import { type Selectable, sql } from "kysely";

import type { AdviceStore, Lease, Proposal } from "../../ports/index.ts";
import type { Tabled } from "./kysely.ts";
import type { ProposalTable } from "./tables.ts";

type Proposals = Pick<AdviceStore, "proposals" | "saveProposal">;

export function proposals(database: Tabled): Proposals {
  return {
    async proposals(repository, branch) {
      const rows = await database
        .selectFrom("proposal")
        .selectAll()
        .where("repository", "=", repository)
        .where("branch", "=", branch)
        .orderBy("pull_request", "desc")
        .execute();
      return rows.map(readProposal);
    },

    saveProposal: (proposal, lease) => saveProposal(database, proposal, lease),
  };
}

/** The lease is read and locked in the same statement: whoever claims it next waits until the proposal is written. */
async function saveProposal(database: Tabled, proposal: Proposal, lease: Lease): Promise<boolean> {
  const { repository, pullRequest, branch, head, digest, state, declinedAt } = proposal;
  const { numAffectedRows } = await sql`
    insert into kb.proposal (repository, pull_request, branch, head, digest, state, declined_at)
    select repository, ${pullRequest}::bigint, ${branch}, ${head}, ${digest}, ${state}, ${declinedAt ?? null}::timestamptz
    from kb.lease
    where repository = ${repository} and repository = ${lease.repository} and fence = ${lease.fence}
      and expires_at is not null
    for share
    on conflict (repository, pull_request) do update set branch = excluded.branch, head = excluded.head,
      digest = excluded.digest, state = excluded.state, declined_at = excluded.declined_at`.execute(database);
  return numAffectedRows === 1n;
}

function readProposal(row: Selectable<ProposalTable>): Proposal {
  const { repository, branch, head, digest, state } = row;
  return {
    repository,
    branch,
    pullRequest: row.pull_request,
    head,
    digest,
    state,
    declinedAt: row.declined_at ?? undefined,
  };
}
