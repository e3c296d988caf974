/** What `.thoth.yaml` says about the bot itself: the entries `advise`, by today's name or the older one, `security` and `provenance` under `managers`. */

import { limits } from "../base/index.ts";
import type { Adviser } from "../advise/index.ts";
import type { ReadProjectFile, ThothConfiguration } from "../project/index.ts";
import { defaults, type Schedule } from "./defaults.ts";

export interface BotSettings {
  /** False: nothing is proposed unasked. */
  readonly isEnabled: boolean;
  /** The same for severe advisories, where `managers` has an entry `security`. */
  readonly isSecurityEnabled: boolean;
  /** The check of where locked files come from: only where `managers` has an entry `provenance`. */
  readonly provenance: {
    readonly isEnabled: boolean;
    /** Addresses of the sources that may be used; all without it. */
    readonly allowed: readonly string[] | undefined;
  };
  /** Whether pushes and pull requests get a check of their source: only where an entry `source` asks for it. */
  readonly checksSource: boolean;
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
  readonly assignees: readonly string[];
  /** See {@link defaults}. */
  readonly minGain: number;
  /** The window of {@link defaults}, in the repository's time zone. */
  readonly schedule: Schedule;
}

export const configurationPath = ".thoth.yaml";

/** @throws {UserError} when the file cannot be read. */
export async function readSettings(
  readFile: ReadProjectFile,
  adviser: Pick<Adviser, "managers">,
  signal: AbortSignal,
): Promise<BotSettings> {
  const text = await readFile(configurationPath, limits.configuration.bytes, signal);
  // Most repositories have none.
  const managers = text === undefined ? [] : await adviser.managers(configurationPath, text, signal);
  return settingsOf({ managers });
}

export function settingsOf({ managers }: Pick<ThothConfiguration, "managers">): BotSettings {
  const entry = managers.find(({ name }) => name === "advise" || name === "thoth-advise");
  const configuration = entry?.configuration ?? {};
  // Checked with the file: each is what it should be, or not there.
  const timeZone = configuration["timezone"];
  const minGain = configuration["min_gain"];
  const isEnabled = isOn(entry);
  const security = managers.find((each) => each.name === "security");
  const source = managers.find((each) => each.name === "source");
  return {
    isEnabled,
    isSecurityEnabled: security === undefined ? isEnabled : isOn(security),
    provenance: provenanceOf(managers.find(({ name }) => name === "provenance" || name === "thoth-provenance")),
    checksSource: source !== undefined && isOn(source),
    labels: namesIn(configuration["labels"]),
    reviewers: namesIn(configuration["reviewers"]),
    assignees: namesIn(configuration["assignees"]),
    minGain: typeof minGain === "number" ? minGain : defaults.proposals.minGain,
    schedule: { ...defaults.schedule, ...(typeof timeZone === "string" && { timeZone }) },
  };
}

function provenanceOf(entry: ThothConfiguration["managers"][number] | undefined): BotSettings["provenance"] {
  const allowed = entry?.configuration?.["allowed_indexes"];
  return {
    isEnabled: entry !== undefined && isOn(entry),
    allowed: Array.isArray(allowed) ? allowed.filter((url): url is string => typeof url === "string") : undefined,
  };
}

function isOn(entry: ThothConfiguration["managers"][number] | undefined): boolean {
  return entry?.enabled !== false && entry?.configuration?.["enabled"] !== false;
}

/** GitHub takes at most so many of each. */
const most = 10;

/** The older bot let a single name stand for a list; what is no text is left out. */
function namesIn(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const names = list.filter((name): name is string => typeof name === "string" && name !== "" && name.length <= 100);
  return [...new Set(names)].slice(0, most);
}
