/** Puts a stand-in together, in this process. */

import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

import { ArchiveLinks } from "./archive-links.ts";
import { Budget } from "./budget.ts";
import { StandInClock } from "./clock.ts";
import { controlServer } from "./control.ts";
import { Faults } from "./faults.ts";
import { Ledger } from "./ledger.ts";
import type { Announcement, Permissions, StandInOptions } from "./options.ts";
import { Registrations } from "./registrations.ts";
import { apiServer, type ApiServices } from "./server.ts";
import { appPrivateKey, Tokens } from "./tokens.ts";
import { Webhooks } from "./webhooks.ts";
import { World } from "./world.ts";

const usualPermissions: Permissions = {
  metadata: "read",
  contents: "write",
  pull_requests: "write",
  issues: "write",
  checks: "write",
};

const usualEvents = ["push", "pull_request", "issue_comment", "issues", "check_run", "check_suite", "repository"];

export interface RunningStandIn {
  readonly announcement: Announcement;
  stop(): Promise<void>;
}

/** @throws {Error} where the port is taken. */
export async function launchStandIn(options: StandInOptions = {}): Promise<RunningStandIn> {
  const webhookSecret = options.webhookSecret ?? "a webhook secret that is long enough";
  const services = await makeServices(options, webhookSecret);
  const { world, basePath } = services;
  const privateKeyPath = `${world.folder}/app.pem`;
  await writeFile(privateKeyPath, appPrivateKey(), { mode: 0o600 });
  const api = apiServer(services);
  const control = controlServer(services);
  const stop = async () => {
    services.faults.clear();
    await Promise.all([api, control].filter((server) => server.listening).map(close));
    await world.remove();
  };
  try {
    const address = `${await listen(api, options.port ?? 0)}${basePath}`;
    const announcement = {
      address,
      control: await listen(control, 0),
      appId: world.app.id,
      privateKeyPath,
      webhookSecret,
    };
    return { announcement, stop };
  } catch (mistake) {
    await stop();
    throw mistake;
  }
}

async function makeServices(options: StandInOptions, webhookSecret: string): Promise<ApiServices> {
  const clock = new StandInClock(options.now);
  const webhooks = new Webhooks(webhookSecret, options.webhookUrl);
  const world = await World.create(clock, webhooks, {
    slug: options.slug ?? "thoth",
    permissions: options.permissions ?? usualPermissions,
    events: options.events ?? usualEvents,
  });
  return {
    world,
    tokens: new Tokens(world),
    budget: new Budget(clock, options.limits),
    registrations: new Registrations(clock),
    archives: new ArchiveLinks(clock),
    faults: new Faults(),
    ledger: new Ledger(),
    basePath: options.basePath ?? "",
  };
}

/** @returns its address, without a slash at the end. */
async function listen(server: Server, port: number): Promise<string> {
  await once(server.listen(port, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
}
