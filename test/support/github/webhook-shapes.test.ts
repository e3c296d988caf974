// Webhooks against the examples that GitHub's own documentation is made of (`@octokit/webhooks-examples`, MIT).

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import { GitHubStandIn } from "./client.ts";

interface Definition {
  readonly name: string;
  readonly examples: readonly unknown[];
}

// A plain `require`, since the package has no types of its own for its JSON.
const definitions = createRequire(import.meta.url)(
  "@octokit/webhooks-examples/api.github.com/index.json",
) as readonly Definition[];

/** Parts of paths that GitHub sends now and that the examples are too old or too few to have, or show in another way. */
const newer = [
  ".has_discussions",
  ".issue.state_reason",
  ".issue.closed_by",
  ".installation.app_slug",
  ".installation.has_multiple_single_files",
  ".installation.single_file_paths",
  // A comment on a pull request, a commit that changes a file, an App with events: no example has one.
  ".issue.pull_request",
  ".modified[]",
  ".app.events[]",
  // Seconds in some events, text in others.
  ".installation.created_at",
  ".installation.updated_at",
];

/** Types by path: `commits[].author.name` is `string`. */
function shapeOf(value: unknown, path = "", shape = new Map<string, Set<string>>()): Map<string, Set<string>> {
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  shape.set(path, (shape.get(path) ?? new Set()).add(type));
  if (Array.isArray(value)) for (const item of value) shapeOf(item, `${path}[]`, shape);
  else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) shapeOf(inner, `${path}.${key}`, shape);
  return shape;
}

/** One or two of each event. */
async function deliveries() {
  await using standIn = await GitHubStandIn.start();
  await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "" } });
  const installation = await standIn.install({ account: "acme" });
  const sha = await standIn.push("acme/app", { branch: "work", files: { Pipfile: "[packages]\n" } });
  const pull = await standIn.openPull("acme/app", { title: "Work", head: "work" });
  await standIn.comment("acme/app", pull, { body: "Words" });
  await standIn.close("acme/app", pull);
  await standIn.openIssue("acme/app", { title: "An issue" });
  await standIn.rerequestCheckSuite("acme/app", sha);
  await standIn.rename("acme/app", "tool");
  await standIn.archive("acme/tool");
  await standIn.createRepository({ fullName: "acme/other" });
  await standIn.suspend(installation);
  return await standIn.deliveries();
}

test("what a webhook says has the names and types that GitHub gives it", async () => {
  for (const { event, action, payload } of await deliveries()) {
    const definition = definitions.find(({ name }) => name === event);
    const theirs = new Map<string, Set<string>>();
    for (const example of definition?.examples ?? []) shapeOf(example, "", theirs);
    const misfits = [...shapeOf(payload)].filter(
      ([path, types]) => !newer.some((part) => path.includes(part)) && !fits(types, theirs.get(path)),
    );
    assert.deepEqual(
      misfits.map(([path, types]) => `${path}: ${[...types].join(" or ")}`),
      [],
      `${event} ${action}`,
    );
  }
});

/** Null stands for anything, on either side: examples are too few to show all that may be absent. */
function fits(types: ReadonlySet<string>, known: ReadonlySet<string> | undefined): boolean {
  if (known === undefined) return false;
  return known.has("null") || [...types].every((type) => type === "null" || known.has(type));
}
