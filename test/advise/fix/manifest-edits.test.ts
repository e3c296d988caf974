/** Bounds that are widened for a fix, from the files of a repository to those of the plan. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { adviseProject, type ProjectAdvice } from "../../../src/advise/index.ts";
import { adviceWorld, lockOf, manifestText, signal } from "../../support/advice-world.ts";

interface Repository {
  readonly index: string;
  readonly advisories: string;
  readonly sections: string;
  readonly lock: string;
  /** What the lock was made for, where the manifest has changed since. */
  readonly before?: string;
}

async function edited({ index, advisories, sections, lock, before = sections }: Repository): Promise<ProjectAdvice> {
  const world = await adviceWorld({ indexes: { pypi: index }, advisories });
  const files: Record<string, string> = {
    Pipfile: manifestText(world, sections),
    "Pipfile.lock": lockOf(world, before, lock),
  };
  const goal = { kind: "fix", advisories: "all", editManifest: true } as const;
  const request = { readFile: async (path: string) => files[path], options: { goal }, command: "thoth fix all" };
  return await adviseProject(request, world.services, signal);
}

/** Lines of the Pipfile that the plan writes, without its sources; undefined where it writes none. */
function written({ plan }: ProjectAdvice): readonly string[] | undefined {
  const file = plan.kind === "change" ? plan.files.find(({ path }) => path === "Pipfile") : undefined;
  return file?.text.split("[packages]\n")[1]!.trim().split("\n");
}

const capped = {
  index: "app 1.0 -> id <3\napp 1.1 -> id <4\nid 2.0\nid 3.0",
  advisories: "id<3 high",
  sections: '[packages]\napp = "<1.1"\nid = "*"',
  lock: "app 1.0, id 2.0",
};

const isStale = ({ environments }: ProjectAdvice): boolean =>
  environments.some(({ advice }) => advice.notes.some(({ message }) => message.includes("has changed since")));

test("bounds are widened upwards, and the edit is no change that the lock lacks", async () => {
  const advice = await edited(capped);
  assert.deepEqual(written(advice), ['app = "<1.2"', 'id = "*"']);
  assert.equal(isStale(advice), false);
});

test("a manifest that had changed before is told to have", async () => {
  const advice = await edited({ ...capped, before: '[packages]\napp = "*"' });
  assert.deepEqual(written(advice), ['app = "<1.2"', 'id = "*"']);
  assert.equal(isStale(advice), true);
});

test("nothing is edited where only releases below the locked ones are without the advisory", async () => {
  const advice = await edited({
    index: "app 0.9\napp 2.0 -> id\napp 3.0 -> id\nlog 0.9\nlog 2.0 -> id\nid 2.0",
    advisories: "id>=0 high",
    sections: '[packages]\napp = "==2.0"\nlog = ">=2"',
    lock: "app 2.0, id 2.0, log 2.0",
  });
  assert.equal(written(advice), undefined);
  assert.equal(advice.plan.kind, "nothing");
});

test("the way that widens bounds is taken, where a cheaper one leaves a line out", async () => {
  const advice = await edited({
    index: "app 2.0 -> id <3\napp 3.0 -> id <4\nlog 2.0 -> id <3\nlog 3.0 -> id <4\nid 2.0\nid 3.0",
    advisories: "id<3 high",
    sections: '[packages]\napp = "==2.0"\nlog = "==2.0"',
    lock: "app 2.0, id 2.0, log 2.0",
  });
  assert.deepEqual(written(advice), ['app = "==3.0"', 'log = "==3.0"']);
});
