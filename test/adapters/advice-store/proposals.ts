/** Proposals, and the audit trail: what is written under a lease, and outlives the repository. */

import assert from "node:assert/strict";

import type { AuditEntry, Proposal } from "../../../src/ports/index.ts";
import { at, hour, installation, noon, repository, second, sha, type TestStore } from "./scene.ts";

export const proposal: Proposal = {
  repository: repository.id,
  branch: "thoth/advise",
  pullRequest: 3,
  head: sha,
  digest: "a".repeat(64),
  state: "open",
  declinedAt: undefined,
};

export function testProposals(testStore: TestStore): void {
  testStore("a proposal is one pull request, changed in place, and the newest comes first", async ({ store }) => {
    const lease = (await store.claim(7, 60))!;
    const later: Proposal = { ...proposal, pullRequest: 11, state: "declined", declinedAt: noon };
    const elsewhere: Proposal = { ...proposal, pullRequest: 12, branch: "thoth/onboard" };
    for (const each of [proposal, later, elsewhere]) assert.equal(await store.saveProposal(each, lease), true);
    const merged: Proposal = { ...proposal, state: "merged", head: sha.replace("0", "f"), digest: "b" };
    assert.equal(await store.saveProposal(merged, lease), true);
    assert.deepEqual(await store.proposals(7, "thoth/advise"), [later, merged]);
    assert.deepEqual(await store.proposals(7, "thoth/onboard"), [elsewhere]);
    assert.deepEqual(await store.proposals(8, "thoth/advise"), []);
  });

  testStore("a proposal under an old, a released or another's lease is refused", async ({ store }) => {
    const old = (await store.claim(7, 0))!;
    const held = (await store.claim(7, 60))!;
    const other = (await store.claim(8, 60))!;
    for (const lease of [old, other]) assert.equal(await store.saveProposal(proposal, lease), false);
    assert.equal(await store.saveProposal(proposal, held), true);
    const changed: Proposal = { ...proposal, state: "closed" };
    assert.equal(await store.saveProposal(changed, old), false);
    await store.release(held);
    assert.equal(await store.saveProposal(changed, held), false);
    assert.deepEqual(await store.proposals(7, proposal.branch), [proposal]);
  });

  testStore("what was proposed is remembered when the App comes back", async ({ store }) => {
    const declined: Proposal = { ...proposal, state: "declined", declinedAt: at(hour) };
    await store.saveProposal(declined, (await store.claim(7, 60))!);
    await store.removeInstallation(1);
    await store.saveInstallation(installation);
    await store.saveRepository(repository);
    assert.deepEqual(await store.proposals(7, proposal.branch), [declined]);
  });

  testStore("the audit trail comes in order of time, and an entry written twice is one", async ({ store }) => {
    const entry: AuditEntry = { repository: 7, at: at(second), fence: 2, what: "comment", detail: "edited #3" };
    const entries = [
      { ...entry, at: noon, what: "branch" },
      entry,
      { ...entry, detail: "x".repeat(20_000) },
      { ...entry, fence: 3 },
    ];
    for (const each of [entries[1]!, entries[2]!, entries[0]!, entries[1]!, entries[3]!, entries[2]!])
      await store.audit(each);
    await store.audit({ ...entry, repository: 8 });
    assert.deepEqual(await store.auditTrail(7), entries);
  });

  testStore("the audit trail takes any text", async ({ store }) => {
    await store.audit({ repository: 7, at: noon, fence: 1, what: "comment", detail: "a\u0000b 'c' \u{1F9D0}" });
    assert.deepEqual(
      (await store.auditTrail(7)).map(({ detail }) => detail),
      ["a\ufffdb 'c' \u{1F9D0}"],
    );
  });
}
