/** Who is asking: the App by a token that it signs itself, or an installation by one that the App was given. */

import { createPublicKey, generateKeyPairSync, randomBytes, verify, type KeyObject } from "node:crypto";

import type { StandInClock } from "./clock.ts";
import type { App, Installation, Repository } from "./entities.ts";
import type { Permissions } from "./options.ts";
import { badCredentials, notFound, Refusal, unprocessable } from "./refusal.ts";
import type { World } from "./world.ts";

const hour = 3_600_000;
/** Seconds that a token of the App may be good for. */
const longestLife = 600;

let privateKey: string | undefined;

/** PEM as GitHub hands it out, PKCS #1. One for the process, since making it takes long. */
export function appPrivateKey(): string {
  privateKey ??= generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  }).privateKey;
  return privateKey;
}

export interface InstallationToken {
  readonly token: string;
  readonly installation: Installation;
  readonly permissions: Permissions;
  /** Narrowed to these; undefined is all that the installation reaches. */
  readonly repositories: readonly Repository[] | undefined;
  readonly expiresAt: Date;
}

/** What a token is asked to be narrowed to. */
export interface Narrowing {
  readonly repository_ids?: readonly number[];
  readonly repositories?: readonly string[];
  readonly permissions?: Permissions;
}

export type Caller = { readonly kind: "app" } | { readonly kind: "installation"; readonly token: InstallationToken };

export class Tokens {
  readonly #world: World;
  readonly #clock: StandInClock;
  readonly #publicKey: KeyObject;
  readonly #tokens = new Map<string, InstallationToken>();

  constructor(world: World) {
    this.#world = world;
    this.#clock = world.clock;
    this.#publicKey = createPublicKey(appPrivateKey());
  }

  /** @throws {Refusal} 401 unless the header names a token that is good now, 403 where its installation is suspended. */
  caller(authorization: string | undefined): Caller {
    const [scheme, token] = (authorization ?? "").split(" ");
    if (!token || !["bearer", "token"].includes(scheme!.toLowerCase())) throw badCredentials("Requires authentication");
    if (token.split(".").length === 3) {
      checkAppToken(token, this.#publicKey, this.#world.app, Math.floor(this.#clock.system().getTime() / 1000));
      return { kind: "app" };
    }
    const known = this.#tokens.get(token);
    if (known === undefined || known.expiresAt <= this.#clock.system()) throw badCredentials();
    if (!this.#world.installations.has(known.installation.id)) throw badCredentials();
    refuseSuspended(known.installation);
    return { kind: "installation", token: known };
  }

  /** @throws {Refusal} 403 where suspended, 422 where more is asked for than is granted. */
  mint(installation: Installation, narrowing: Narrowing): InstallationToken {
    refuseSuspended(installation);
    const token: InstallationToken = {
      token: `ghs_${randomBytes(18).toString("hex")}`,
      installation,
      permissions: narrowPermissions(installation, narrowing.permissions),
      repositories: narrowRepositories(this.#world.repositoriesOf(installation), narrowing),
      expiresAt: new Date(this.#clock.system().getTime() + hour),
    };
    this.#tokens.set(token.token, token);
    return token;
  }

  expire(installation: number): void {
    for (const [token, known] of this.#tokens) if (known.installation.id === installation) this.#tokens.delete(token);
  }
}

/** What a token reaches as of now. */
export function reachOf(world: World, token: InstallationToken): readonly Repository[] {
  const all = world.repositoriesOf(token.installation);
  return token.repositories === undefined ? all : all.filter((repository) => token.repositories!.includes(repository));
}

/** Whether `held` covers `needed`; writing includes reading. */
export function covers(held: Permissions, needed: Permissions): boolean {
  return Object.entries(needed).every(([topic, scope]) => held[topic] === "write" || held[topic] === scope);
}

/** @param now seconds since 1970. @throws {Refusal} 401 with GitHub's words, on which Octokit acts. */
function checkAppToken(token: string, key: KeyObject, app: App, now: number): void {
  const [header, claims, signature] = token.split(".");
  const signed = Buffer.from(`${header}.${claims}`);
  const head = parsePart(header!);
  if (head["alg"] !== "RS256" || !verify("RSA-SHA256", signed, key, Buffer.from(signature!, "base64url"))) {
    throw badCredentials("A JSON web token could not be decoded");
  }
  const { iss, iat, exp } = parsePart(claims!);
  if (String(iss) !== String(app.id)) throw new Refusal(404, "Integration not found");
  if (!Number.isInteger(iat) || Number(iat) > now) {
    throw badCredentials(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (!Number.isInteger(exp) || Number(exp) <= now) {
    throw badCredentials(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (Number(exp) > now + longestLife) throw badCredentials("'Expiration time' claim ('exp') is too far in the future");
}

function parsePart(part: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Record<string, unknown>;
  } catch (cause) {
    throw new Refusal(401, "A JSON web token could not be decoded", { cause: String(cause) });
  }
}

function refuseSuspended(installation: Installation): void {
  if (installation.suspendedAt !== undefined) throw new Refusal(403, "This installation has been suspended");
}

function narrowPermissions(installation: Installation, wanted: Permissions | undefined): Permissions {
  if (wanted === undefined) return installation.permissions;
  if (covers(installation.permissions, wanted)) return { metadata: "read", ...wanted };
  throw unprocessable("The permissions requested are not granted to this installation.");
}

function narrowRepositories(reached: readonly Repository[], narrowing: Narrowing): readonly Repository[] | undefined {
  const { repository_ids: ids, repositories: names } = narrowing;
  if (ids === undefined && names === undefined) return undefined;
  const byId = (ids ?? []).map((id) => reached.find((repository) => repository.id === id));
  const byName = (names ?? []).map((name) => reached.find((repository) => repository.name === name));
  const found = [...byId, ...byName];
  if (found.every((repository) => repository !== undefined)) return found;
  throw unprocessable(
    "There is at least one repository that does not exist or is not accessible to the parent installation.",
  );
}

/** @throws {Refusal} 404 */
export function mustFindInstallation(world: World, id: number): Installation {
  const installation = world.installations.get(id);
  if (installation === undefined) throw notFound();
  return installation;
}
