/**
 * `npm run setup-app`: registers the GitHub App that `app.yml` describes. A person confirms it in the browser; GitHub then
 * hands over the credentials, which go to a file for its owner alone and are shown nowhere.
 */

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { Command } from "commander";

import { formatSafeJson } from "../advise/index.ts";
import { UserError } from "../base/index.ts";
import { exitCodeOf, standardOutput } from "../cli/index.ts";
import { FileUnreadable } from "./folder.ts";
import { gitHubAddresses, type GitHubAddresses, readWebhookUrl } from "./setup-app/addresses.ts";
import { type AppFile, makeManifest, parseAppFile } from "./setup-app/app-manifest.ts";
import { convertCode, type RegisteredApp } from "./setup-app/conversion.ts";
import { checkCredentialsFile, formatCredentials, writeCredentialsFile } from "./setup-app/credentials-file.ts";
import { installAddress, registerInBrowser } from "./setup-app/registration.ts";
import { signalOfRun } from "./signal-of-run.ts";

interface SetupOptions {
  readonly webhookUrl?: string;
  readonly organization?: string;
  readonly githubUrl?: string;
  readonly file: string;
  readonly json: boolean;
}

/** Nobody confirmed the App. */
export class RegistrationTimedOut extends UserError {
  readonly code = "REGISTRATION_TIMED_OUT";
  constructor() {
    super(`the App was not confirmed within ${minutes} minutes`, { hint: "run this again" });
  }
}

const minutes = 15;
const output = standardOutput();

await new Command("setup-app")
  .description("register the GitHub App and keep its credentials in a file")
  .option("--webhook-url <URL>", "the public https address of `npm run web`; without it the webhook is switched off")
  .option("--organization <NAME>", "register it for an organization in place of your own account")
  .option("--github-url <URL>", "a GitHub Enterprise server in place of https://github.com")
  .option("--file <PATH>", "where the credentials go", ".env")
  .option("--json", "print the answer as JSON", false)
  .action(async (options: SetupOptions) => {
    const signal = signalOfRun();
    process.exitCode = await exitCodeOf(() => setUp(options, signal), output, options.json, signal);
  })
  .parseAsync();

async function setUp(options: SetupOptions, signal: AbortSignal): Promise<number> {
  const github = gitHubAddresses(options.githubUrl, options.organization);
  const server = options.webhookUrl === undefined ? undefined : readWebhookUrl(options.webhookUrl);
  const file = resolve(options.file);
  await checkCredentialsFile(file);
  const app = await register(await readAppFile(), { github, server, file }, signal);
  show(app, file, server, options.json);
  return 0;
}

async function readAppFile(): Promise<AppFile> {
  const path = fileURLToPath(new URL("../../app.yml", import.meta.url));
  const text = await readFile(path, "utf8").catch((cause: unknown) =>
    Promise.reject(new FileUnreadable("app.yml", cause)),
  );
  return parseAppFile("app.yml", text);
}

interface Places {
  readonly github: GitHubAddresses;
  readonly server: URL | undefined;
  readonly file: string;
}

async function register(
  appFile: AppFile,
  { github, server, file }: Places,
  signal: AbortSignal,
): Promise<RegisteredApp> {
  const deadline = AbortSignal.timeout(minutes * 60_000);
  const either = AbortSignal.any([signal, deadline]);
  const registration = {
    target: github.registration,
    manifest: (redirectUrl: string) => makeManifest(appFile, server, redirectUrl),
    register: async (code: string) => {
      const app = await convertCode(github.api, code, either);
      await writeCredentialsFile(file, formatCredentials(app, github.isEnterprise ? github.api : undefined));
      return app;
    },
  };
  try {
    return await registerInBrowser(registration, sayStart, either);
  } catch (error) {
    throw deadline.aborted && !signal.aborted ? new RegistrationTimedOut() : error;
  }
}

function sayStart(address: string): void {
  output.say(`open ${address} in a browser on this machine, within ${minutes} minutes`);
}

function show(app: RegisteredApp, file: string, server: URL | undefined, json: boolean): void {
  const { id, slug, html_url } = app;
  if (json) output.data(`${formatSafeJson({ app_id: id, slug, html_url, file })}\n`);
  output.say(`registered ${slug}; its credentials are in ${file}`);
  if (server === undefined)
    output.say(`its webhook is switched off: set its address on the App's settings page and make it active`);
  output.say(`next: start the App with the variables of that file, then install it: ${installAddress(app)}`);
}
