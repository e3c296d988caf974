/** What `.thoth.yaml` says about the bot. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { localAdviser } from "../../src/advise/index.ts";
import { limits } from "../../src/base/index.ts";
import { defaults } from "../../src/bot/defaults.ts";
import { type BotSettings, readSettings, settingsOf } from "../../src/bot/settings.ts";
import { parseThothYaml } from "../../src/project/index.ts";

const usual: BotSettings = {
  isEnabled: true,
  isSecurityEnabled: true,
  provenance: { isEnabled: false, allowed: undefined },
  checksSource: false,
  labels: [],
  reviewers: [],
  assignees: [],
  minGain: 1,
  schedule: defaults.schedule,
};

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `l${from + index}`);

const cases: readonly (readonly [name: string, managers: string, settings: Partial<BotSettings>])[] = [
  ["nothing", "[]", {}],
  ["no list", "null", {}],
  ["others only", "[{name: update, enabled: false, configuration: {labels: [bot]}}]", {}],
  ["the name alone", "[{name: advise}]", {}],
  ["the check of origins", "[{name: provenance}]", { provenance: { isEnabled: true, allowed: undefined } }],
  ["the same by its older name", "[{name: thoth-provenance}]", { provenance: { isEnabled: true, allowed: undefined } }],
  ["the same, switched off", "[{name: provenance, enabled: false}]", {}],
  [
    "the sources that may be used",
    "[{name: provenance, configuration: {allowed_indexes: ['https://a.example/simple']}}]",
    { provenance: { isEnabled: true, allowed: ["https://a.example/simple"] } },
  ],
  ["the check of source", "[{name: source}]", { checksSource: true }],
  ["the same, switched off", "[{name: source, configuration: {enabled: false}}]", {}],
  ["an empty configuration", "[{name: advise, configuration: null}]", {}],
  [
    "the older name",
    "[{name: info}, {name: thoth-advise, enabled: false}]",
    { isEnabled: false, isSecurityEnabled: false },
  ],
  ["switched on", "[{name: advise, enabled: true, configuration: {enabled: true}}]", {}],
  ["switched off", "[{name: advise, enabled: false}]", { isEnabled: false, isSecurityEnabled: false }],
  [
    "switched off in the older place",
    "[{name: advise, configuration: {enabled: false}}]",
    { isEnabled: false, isSecurityEnabled: false },
  ],
  [
    "switched on in one place and off in the other",
    "[{name: advise, enabled: true, configuration: {enabled: false}}]",
    { isEnabled: false, isSecurityEnabled: false },
  ],
  [
    "severe advisories alone",
    "[{name: advise, enabled: false}, {name: security}]",
    { isEnabled: false, isSecurityEnabled: true },
  ],
  ["no severe advisories", "[{name: security, enabled: false}]", { isSecurityEnabled: false }],
  [
    "names",
    "[{name: advise, configuration: {labels: [bot, deps], reviewers: [ada], assignees: [grace, org/team]}}]",
    { labels: ["bot", "deps"], reviewers: ["ada"], assignees: ["grace", "org/team"] },
  ],
  [
    "a name in place of a list",
    "[{name: thoth-advise, configuration: {labels: bot, reviewers: ada}}]",
    { labels: ["bot"], reviewers: ["ada"] },
  ],
  [
    "what is no name",
    `[{name: advise, configuration: {labels: [1, null, '', [a], bot, bot, ${"x".repeat(101)}], reviewers: {a: b}}}]`,
    { labels: ["bot"] },
  ],
  ["a long name", `[{name: advise, configuration: {labels: ${"x".repeat(100)}}}]`, { labels: ["x".repeat(100)] }],
  [
    "more names than GitHub takes",
    `[{name: advise, configuration: {labels: [${numbers(1, 11).join(", ")}]}}]`,
    { labels: numbers(1, 10) },
  ],
  [
    "a time zone",
    "[{name: advise, configuration: {timezone: Europe/Prague}}]",
    { schedule: { ...defaults.schedule, timeZone: "Europe/Prague" } },
  ],
  ["a gain that is worth it", "[{name: advise, configuration: {min_gain: 5}}]", { minGain: 5 }],
  ["no time zone", "[{name: advise, configuration: {timezone: null}}]", {}],
];

for (const [name, managers, settings] of cases)
  test(`managers: ${name}`, () => {
    assert.deepEqual(settingsOf(parseThothYaml(".thoth.yaml", `managers: ${managers}`)), { ...usual, ...settings });
  });

const read = (text: string | undefined) => {
  const asked: unknown[] = [];
  const readFile = async (...question: readonly unknown[]) => {
    asked.push(...question);
    return text;
  };
  const { signal } = new AbortController();
  return { settings: readSettings(readFile, localAdviser(undefined as never), signal), asked, signal };
};

test("without a file everything is as usual, and the file is asked for with its limit", async () => {
  const { settings, asked, signal } = read(undefined);
  assert.deepEqual(await settings, usual);
  assert.deepEqual(asked, [".thoth.yaml", limits.configuration.bytes, signal]);
});

test("a file with a mistake is refused with its place", async () => {
  await assert.rejects(read("managers: [{name: advise, configuration: {timezone: Praha}}]").settings, {
    code: "INVALID_CONFIGURATION",
    message: ".thoth.yaml:1:53: `timezone` is `Praha`, which is not a time zone such as `Europe/Prague`",
  });
});
