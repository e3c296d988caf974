/** What the store says after a change, and who is woken. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { applyChange, type StoreChange } from "../../../src/bot/intake/store-change.ts";
import { type BotParts, botParts, wishes } from "../../support/bot-parts.ts";

const acme = { id: 1, account: "acme", isSuspended: false };
const app = { id: 7, installation: 1, account: "acme", fullName: "acme/app", isArchived: false };
const web = { id: 8, fullName: "acme/web" };

type Added = Extract<StoreChange, { readonly kind: "repositories-added" }>["repositories"];

const saved: StoreChange = { kind: "installation-saved", installation: acme };
const suspended: StoreChange = { kind: "installation-saved", installation: { ...acme, isSuspended: true } };
const removed: StoreChange = { kind: "installation-removed", installation: 1 };
const added = (...repositories: Added): StoreChange => ({
  kind: "repositories-added",
  installation: acme,
  repositories,
});
const gone = (installation: number, ...repositories: number[]): StoreChange => ({
  kind: "repositories-removed",
  installation,
  repositories,
});
const changed = (facts: object = {}): StoreChange => ({ kind: "repository-changed", repository: { ...app, ...facts } });
const wish: StoreChange = { kind: "wish-asked", repository: app, slot: "refresh", cause: { kind: "refresh" } };

/** Does changes one after another. */
async function after(changes: readonly StoreChange[], parts: BotParts = botParts()): Promise<BotParts> {
  for (const change of changes) await applyChange(change, parts);
  return parts;
}

/** Installations, each with its repositories, each with its wishes. */
async function known(parts: BotParts): Promise<string> {
  const words: string[] = [];
  for (const { id, account, isSuspended } of await parts.store.installations()) {
    words.push(`${account}${isSuspended ? " suspended" : ""}`);
    for (const { id: repository, fullName, isArchived } of await parts.store.repositories(id)) {
      const facts = [fullName, ...(isArchived ? ["archived"] : []), ...(await wishes(parts, repository))];
      words.push(facts.join(" "));
    }
  }
  return words.join(", ");
}

for (const [sentence, changes, truth, bells] of [
  ["an installation is looked at", [saved], "acme", "installation-1"],
  ["one that is suspended says so", [saved, suspended], "acme suspended", "installation-1"],
  ["one that goes takes everything along", [added(app), wish, removed], "", "installation-1, repository-7"],
  ["one that was never heard of may go", [removed], "", ""],
  ["repositories come with their installation", [added(app, web)], "acme, acme/app, acme/web", "installation-1"],
  ["an installation is looked at even where no repository is named", [added()], "acme", "installation-1"],
  ["not from an installation that has them no more", [added(app), gone(2, 7)], "acme, acme/app", "installation-1"],
  [
    "repositories go with their wishes",
    [added(app, web), wish, gone(1, 7, 9)],
    "acme, acme/web",
    "installation-1, repository-7",
  ],
  [
    "a repository gets another name",
    [added(app), changed({ fullName: "acme/new" })],
    "acme, acme/new",
    "installation-1",
  ],
  [
    "a repository is archived",
    [added(app), changed({ isArchived: true })],
    "acme, acme/app archived",
    "installation-1",
  ],
  [
    "a repository moves to another installation",
    [added(app), changed({ installation: 2, account: "else", fullName: "else/app" })],
    "acme, else, else/app",
    "installation-1, installation-2",
  ],
  ["a repository may be the first that is heard of its installation", [changed()], "acme, acme/app", "installation-1"],
  ["a wish may be the first that is heard of both", [wish], "acme, acme/app refresh", "installation-1, repository-7"],
  [
    "an installation that is heard of while it is suspended is looked at",
    [suspended, wish],
    "acme suspended, acme/app refresh",
    "installation-1, repository-7",
  ],
  ["the same wish is one", [wish, wish], "acme, acme/app refresh", "installation-1, repository-7"],
] as const)
  test(`${sentence}`, async () => {
    const parts = await after(changes);
    assert.deepEqual([await known(parts), parts.queue.take().join(", ")], [truth, bells]);
  });

test("what is known of a repository stays when it is seen again", async () => {
  const parts = await after([added(app)]);
  await parts.store.updateRepository(7, { stage: "active", urgency: 3, dueAt: new Date(0) });
  await after([added(app), changed(), wish], parts);
  const { stage, urgency, dueAt } = (await parts.store.repository(7))!;
  assert.deepEqual([stage, urgency, dueAt], ["active", 3, new Date(0)]);
});

test("where a wish cannot be kept no bell is rung", async (t) => {
  const parts = await after([added(app)]);
  parts.queue.take();
  t.mock.method(parts.store, "ask", () => Promise.reject(new Error("the database is away")));
  await assert.rejects(after([wish], parts), /the database is away/);
  assert.deepEqual(parts.queue.take(), []);
});
