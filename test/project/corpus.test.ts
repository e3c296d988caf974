/** `.thoth.yaml` files of public repositories: nearly all are read, and the rest are refused for a reason we stand by. */

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { UserError } from "../../src/base/index.ts";
import { type EnvironmentProject, parseThothYaml, readProject } from "../../src/project/index.ts";

const corpus = new URL("../../../shared/data/pipfile-corpus/thoth/", import.meta.url);
const skip = existsSync(corpus) ? false : "`../shared/data/pipfile-corpus` is absent";
const repositories = skip ? [] : readdirSync(corpus);

function readIn(repository: string) {
  return async (path: string): Promise<string | undefined> => {
    const url = new URL(`${repository}/${path}`, corpus);
    return existsSync(url) ? readFile(url, "utf8") : undefined;
  };
}

test("a configuration is read, unless it names an environment as no folder can be named", { skip }, async () => {
  const refused: string[] = [];
  for (const repository of repositories) {
    const text = await readIn(repository)(".thoth.yaml");
    assert.ok(text !== undefined);
    try {
      parseThothYaml(".thoth.yaml", text);
    } catch (error) {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^\.thoth\.yaml:\d+:11: `name` is `(rhel|ubi):8`, which is not a name/);
      refused.push(repository);
    }
  }
  assert.deepEqual([repositories.length, refused.length], [41, 9]);
});

test("repositories become environments, or one sentence", { skip }, async () => {
  const signal = new AbortController().signal;
  const outcomes = await Promise.all(
    repositories.map(async (repository) => {
      const projects = await readProject(readIn(repository), {}, signal).catch((error: unknown) => {
        assert.ok(error instanceof UserError);
        return [] as EnvironmentProject[];
      });
      return projects.map((project) => project.kind);
    }),
  );
  const environments = outcomes.flat();
  assert.ok(environments.filter((kind) => kind === "ready").length >= 0.85 * environments.length);
});
