/** The addresses that a registration needs: of GitHub's page, of its API, and of our own server. */

import { quoted, UserError } from "../../base/index.ts";

/** An option of `npm run setup-app` that says nothing usable. */
export class InvalidSetupOption extends UserError {
  readonly code = "INVALID_SETUP_OPTION";
  /** @param expected completes "is not …". */
  constructor(option: string, value: string, expected: string) {
    super(`${option}: ${quoted(value)} is not ${expected}`);
  }
}

/** Where GitHub is, for one registration. */
export interface GitHubAddresses {
  /** The page that takes a manifest. */
  readonly registration: URL;
  /** The base of the API, without a slash at the end. */
  readonly api: string;
  readonly isEnterprise: boolean;
}

const publicGitHub = "https://github.com";

/**
 * @param github the web address of GitHub, such as `https://ghe.example.org`; undefined is github.com.
 * @param organization whose App it becomes; undefined: the person's own.
 * @throws {InvalidSetupOption}
 */
export function gitHubAddresses(github: string | undefined, organization: string | undefined): GitHubAddresses {
  const { origin, host } = readGitHub(github ?? publicGitHub);
  const owner = organization === undefined ? "" : `/organizations/${readOrganization(organization)}`;
  return {
    registration: new URL(`${owner}/settings/apps/new`, origin),
    api: apiOf(origin, host),
    isEnterprise: origin !== publicGitHub,
  };
}

/** github.com and GitHub Enterprise Cloud with data residency have a host for the API, GitHub Enterprise Server a path. */
function apiOf(origin: string, host: string): string {
  return origin === publicGitHub || host.endsWith(".ghe.com") ? `https://api.${host}` : `${origin}/api/v3`;
}

/** The App's private key comes from there, so it is plain HTTP only on this machine. */
function readGitHub(text: string): URL {
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && loopback.has(url.hostname));
  if (url === null || !isSafe || !isBare(url) || url.pathname !== "/")
    throw new InvalidSetupOption(
      "--github-url",
      text,
      "the https address of a GitHub server, such as `https://ghe.example.org`",
    );
  return url;
}

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Where GitHub reaches our server.
 *
 * @throws {InvalidSetupOption}
 */
export function readWebhookUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || url.protocol !== "https:" || !isBare(url) || loopback.has(url.hostname))
    throw new InvalidSetupOption(
      "--webhook-url",
      text,
      "an https address that GitHub can reach, such as `https://thoth.example.org`",
    );
  return url;
}

function isBare({ username, password, search, hash }: URL): boolean {
  return username === "" && password === "" && search === "" && hash === "";
}

function readOrganization(name: string): string {
  if (/^[a-z\d][a-z\d_-]{0,99}$/i.test(name)) return name;
  throw new InvalidSetupOption("--organization", name, "the name of an organization");
}
