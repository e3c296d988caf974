/** What `docs/github-app.md` says of defaults, commands and settings is what the code does. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { parseCommand } from "../../src/bot/intake/command.ts";
import { defaults } from "../../src/bot/defaults.ts";
import { sayHelp } from "../../src/bot/proposal/replies.ts";
import { settingsOf } from "../../src/bot/settings.ts";
import { parseThothYaml } from "../../src/project/index.ts";
import { recommendationTypes } from "../../src/environments/index.ts";
import { runMain } from "../support/command.ts";
import { tableOf } from "../support/markdown-table.ts";

const page = readFileSync(new URL("../../docs/github-app.md", import.meta.url), "utf8");
/** What stands in backticks at the start of a cell. */
const word = (cell: string | undefined) => /^`([^`]+)`$/.exec(cell ?? "")?.[1] ?? assert.fail(cell);

test("the page lists every default with its value, and no other", () => {
  const expected = Object.entries(defaults).flatMap(([topic, values]) =>
    Object.entries(values).map(([key, value]) => [`${topic}.${key}`, String(value)]),
  );
  assert.deepEqual(
    tableOf(page, "key").map(([key, value]) => [word(key), value]),
    expected,
  );
});

test("every command of the page is one, and every command that help names stands on the page", () => {
  const commands = tableOf(page, "command").map(([command]) => word(command));
  assert.deepEqual(
    commands.map((command) => parseCommand(command)),
    [
      { kind: "advise", environment: undefined, type: undefined },
      { kind: "advise", environment: "training", type: undefined },
      { kind: "advise", environment: undefined, type: "latest" },
      { kind: "advise", environment: undefined, type: undefined, project: "services/api" },
      { kind: "fix", advisories: ["CVE-2024-3651"] },
      { kind: "fix", advisories: "all" },
      { kind: "rebase" },
      { kind: "help" },
    ],
  );
  const helped = [...sayHelp().matchAll(/`\/thoth (\w+)/g)].map((found) => found[1]!);
  const known = new Set(commands.map((command) => command.split(" ")[1]!));
  assert.deepEqual([...new Set(helped)].sort(), [...known].sort());
  const [, , [, what]] = tableOf(page, "command") as [unknown, unknown, readonly string[]];
  for (const type of recommendationTypes) assert.ok(what!.includes(`\`${type}\``), type);
});

test("the settings of the page switch the bot off, and say who is asked", () => {
  const blocks = [...page.matchAll(/^( *)```yaml\n([\s\S]*?)^ *```$/gm)].map((found) =>
    settingsOf(parseThothYaml(".thoth.yaml", found[2]!.replaceAll(new RegExp(`^${found[1]}`, "gm"), ""))),
  );
  const [, , off, asked] = blocks;
  assert.equal(blocks.length, 4);
  assert.equal(off!.isEnabled, false);
  assert.deepEqual(asked, {
    isEnabled: true,
    isSecurityEnabled: true,
    checksSource: false,
    provenance: { isEnabled: false, allowed: undefined },
    labels: ["dependencies"],
    reviewers: ["octocat", "acme/platform"],
    assignees: ["octocat"],
    minGain: 3,
    schedule: { ...defaults.schedule, timeZone: "Europe/Prague" },
  });
});

test("the page lists the options of `npm run setup-app`, and no other", async () => {
  const { stdout } = await runMain("setup-app", ["--help"]);
  const options = [...stdout.matchAll(/^ +(--[\w-]+)(?: <(\w+)>)?/gm)].map(([, name, value]) =>
    value === undefined ? name! : `${name} ${value}`,
  );
  assert.deepEqual(
    tableOf(page, "option").map(([option]) => word(option)),
    options,
  );
});
