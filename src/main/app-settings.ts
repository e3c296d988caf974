/**
 * What the App is started with: environment variables, all of them here. A process does not start half configured: whatever
 * is missing, short or a well-known default is named at once, and nothing has been opened by then.
 */

import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import type { DatabasePlace } from "../adapters/sql/index.ts";
import { type IndexSettings, readIndexSettings } from "./index-settings.ts";
import { type KnowledgeSettings, knowledgeSettings } from "./knowledge/settings.ts";

export interface AppSettings {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Of GitHub Enterprise, such as `https://github.example.org/api/v3`; undefined for github.com. */
  readonly baseUrl: string | undefined;
  readonly database: DatabasePlace;
  /** Undefined: jobs are kept in the database. */
  readonly redisUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Jobs at a time in one worker. */
  readonly concurrency: number;
  /** Megabytes that looking into the files of one repository may take. */
  readonly adviceMemory: number;
  /** Milliseconds after which the work of a silent worker goes to others, and what is undone is looked for. */
  readonly patience: number;
  /** Milliseconds between writes of one installation, as GitHub asks for. */
  readonly writePause: number;
  readonly logLevel: string;
  /** Whether advice comes from the real indexes; the shipped data serves demonstrations. */
  readonly online: boolean;
  readonly indexes: IndexSettings;
  /** Path of the list of rule sources. */
  readonly rules: string | undefined;
  readonly knowledge: KnowledgeSettings;
}

export type SettingsReading =
  | { readonly kind: "settings"; readonly settings: AppSettings }
  /** One sentence for each thing that is wrong, its variable first. */
  | { readonly kind: "faults"; readonly faults: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

/** Secrets that are in everybody's examples. Probot falls back to the first one. */
const wellKnown = new Set(["development", "secret", "changeme", "webhooksecret", "your-webhook-secret"]);
const shortestSecret = 32;

export function readAppSettings(environment: Environment): SettingsReading {
  const faults: string[] = [];
  const privateKey = readPrivateKey(environment, faults);
  const settings: AppSettings = {
    appId: readNumber(environment, "APP_ID", undefined, faults, { least: 1 }),
    privateKey,
    webhookSecret: readSecret(environment, faults),
    baseUrl: readBaseUrl(environment, faults),
    database: readDatabase(environment),
    redisUrl: environment["REDIS_URL"] || undefined,
    host: environment["HOST"] || "127.0.0.1",
    port: readNumber(environment, "PORT", 3000, faults, { most: 65_535 }),
    concurrency: readNumber(environment, "THOTH_CONCURRENCY", 2, faults, { least: 1, most: 100 }),
    adviceMemory: readNumber(environment, "THOTH_ADVICE_MEMORY_MB", 1_024, faults, { least: 128, most: 65_536 }),
    patience: 1_000 * readNumber(environment, "THOTH_PATIENCE_SECONDS", 60, faults, { least: 1, most: 3_600 }),
    writePause: readNumber(environment, "THOTH_WRITE_PAUSE_MS", 1_000, faults, { most: 60_000 }),
    logLevel: readLogLevel(environment, faults),
    online: environment["THOTH_OFFLINE"] !== "1",
    indexes: readIndexSettings(environment, faults),
    rules: environment["THOTH_RULES"] || undefined,
    knowledge: knowledgeSettings(environment),
  };
  if (environment["WEBHOOK_PROXY_URL"]) faults.push("WEBHOOK_PROXY_URL: no proxy is fetched and run; unset it");
  return faults.length > 0 ? { kind: "faults", faults } : { kind: "settings", settings };
}

function readPrivateKey(environment: Environment, faults: string[]): string {
  const path = environment["PRIVATE_KEY_PATH"];
  const text = environment["PRIVATE_KEY"]?.replaceAll("\\n", "\n") ?? (path ? readKeyFile(path, faults) : undefined);
  if (text === undefined || text === "") {
    if (!path)
      faults.push("PRIVATE_KEY: missing; the App's private key in PEM, or PRIVATE_KEY_PATH with the path of its file");
    return "";
  }
  try {
    createPrivateKey(text);
  } catch {
    faults.push("PRIVATE_KEY: is no private key in PEM, or a part of one");
  }
  return text;
}

function readKeyFile(path: string, faults: string[]): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    faults.push(`PRIVATE_KEY_PATH: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function readSecret(environment: Environment, faults: string[]): string {
  const secret = environment["WEBHOOK_SECRET"] ?? "";
  const name = "WEBHOOK_SECRET";
  if (secret === "") faults.push(`${name}: missing; the secret that GitHub signs deliveries with`);
  else if (wellKnown.has(secret.toLowerCase()))
    faults.push(`${name}: is a well-known default; make one with \`openssl rand -hex 32\``);
  else if (secret.length < shortestSecret)
    faults.push(`${name}: has ${secret.length} characters, and at least ${shortestSecret} are needed`);
  return secret;
}

/** What a number may be; nothing bounds the other side. */
interface Range {
  readonly least?: number;
  readonly most?: number;
}

/** @param usual where the variable is not set; undefined where it has to be. */
function readNumber(
  environment: Environment,
  name: string,
  usual: number | undefined,
  faults: string[],
  { least = 0, most = Number.MAX_SAFE_INTEGER }: Range = {},
): number {
  const text = environment[name] ?? "";
  if (text === "" && usual !== undefined) return usual;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const bounds = most === Number.MAX_SAFE_INTEGER ? `a number from ${least}` : `a number from ${least} to ${most}`;
  faults.push(text === "" ? `${name}: missing; a number` : `${name}: is not ${bounds}`);
  return 0;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

function readLogLevel(environment: Environment, faults: string[]): string {
  const level = environment["LOG_LEVEL"] || "info";
  if (!logLevels.includes(level)) faults.push(`LOG_LEVEL: is none of ${logLevels.join(", ")}`);
  return level;
}

function readBaseUrl(environment: Environment, faults: string[]): string | undefined {
  const text = environment["GITHUB_API_URL"] || undefined;
  if (text !== undefined && !/^https?:$/.test(URL.parse(text)?.protocol ?? ""))
    faults.push("GITHUB_API_URL: is no address such as `https://github.example.org/api/v3`");
  return text?.replace(/\/$/, "");
}

function readDatabase(environment: Environment): DatabasePlace {
  const url = environment["DATABASE_URL"];
  if (url) return { url };
  const data = environment["XDG_DATA_HOME"] || join(homedir(), ".local/share");
  return { folder: environment["THOTH_DATA"] || join(data, "thoth") };
}
