/** What of the repository's settings leaves no stack, and what lifting it gives. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { sayRelaxations } from "../../../src/advise/say/outcome.ts";
import { adviceWorld, ask, lockOf } from "../../support/advice-world.ts";

const releases = "web 2.0 -> http >=2\nweb 1.0 -> http\nhttp 2.0 (uploaded 2024-09-30)\nhttp 1.0";

/** The hint for a manifest that has no stack. */
async function hint(packages: string, thothYaml: string, index = releases): Promise<string | undefined> {
  const world = await adviceWorld({ indexes: { pypi: index } });
  const sections = `[packages]\n${packages}`;
  const { outcome } = await ask(world, sections, { lock: lockOf(world, sections, "http 1.0, web 1.0"), thothYaml });
  return outcome.kind === "unsolvable" ? sayRelaxations(outcome.relaxations) : assert.fail(outcome.kind);
}

const lower = "allow `web 1.0` (`Pipfile:7` asks for `>=2`)";
const hold = (...names: readonly string[]): string =>
  ["hold:", ...names.map((name) => `  - {package: ${name}, reason: audited}`)].join("\n");

test("a hold is lifted before a line is relaxed, and all that are in the way are", async () => {
  assert.equal(
    await hint('web = ">=2"', `cooldown: 0\n${hold("web")}`),
    `lift the hold of \`web\` (\`.thoth.yaml:3\`), which gives \`web 2.0\`, or ${lower}`,
  );
  const both = await hint('web = ">=2"', `cooldown: 0\n${hold("web", "http")}`);
  assert.match(
    both!,
    /^lift the hold of `web` \(`\.thoth\.yaml:3`\), which gives `web 2\.0` and lift the hold of `http` /,
  );
});

test("a cooldown is ended for the one package that waits", async () => {
  assert.equal(
    await hint('web = ">=2"', "cooldown: 7"),
    `end the cooldown of \`http\` (7 days, \`.thoth.yaml\`), which gives \`http 2.0\`, or ${lower}`,
  );
});

test("what does not help is not lifted", async () => {
  const ways = await hint('web = ">=3"', hold("web"));
  assert.ok(!ways!.includes("hold"), ways);
});
