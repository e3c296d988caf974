/** `.thoth.yaml` files of public repositories: nearly all are read, and the rest are refused for a reason we stand by. */

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { UserError } from "../../src/base/index.ts";
import { type EnvironmentProject, parseThothYaml, readProject } from "../../src/project/index.ts";
import { measuredData } from "../support/measured-data.ts";

const corpus = measuredData("pipfile-corpus/thoth", "reading real `.thoth.yaml` files");
if (corpus !== undefined) {
  const repositories = readdirSync(corpus);
  const readIn =
    (repository: string) =>
    async (path: string): Promise<string | undefined> => {
      const file = join(corpus, repository, path);
      return existsSync(file) ? readFile(file, "utf8") : undefined;
    };

  test("a configuration is read, unless it names an environment as no folder can be named", async () => {
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

  test("repositories become environments, or one sentence", async () => {
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
}
