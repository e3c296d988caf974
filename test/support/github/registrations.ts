/** Apps that people register from a manifest: GitHub's page takes the manifest, and its code is good for one conversion. */

import { randomBytes } from "node:crypto";

import { type Static, Type } from "typebox";
import Value from "typebox/value";

import type { StandInClock } from "./clock.ts";
import { notFound } from "./refusal.ts";
import { body, oneOf, optional, text, texts } from "./schemas.ts";

const hour = 3_600_000;

/** GitHub refuses keys that it does not know, and a hook without an address even where it is switched off. */
const Manifest = body({
  name: optional(Type.String({ maxLength: 34 })),
  url: text,
  description: optional(text),
  hook_attributes: optional(body({ url: text, active: optional(Type.Boolean()) })),
  redirect_url: text,
  callback_urls: optional(texts),
  setup_url: optional(text),
  public: optional(Type.Boolean()),
  default_events: optional(texts),
  default_permissions: optional(Type.Record(text, oneOf("read", "write"))),
});

export type Manifest = Static<typeof Manifest>;

/** What a person sends from a page of the App's: the address of its form, and the manifest in it. */
export interface SentForm {
  readonly action: string;
  readonly manifest: string;
}

/** A manifest that a person confirmed, and whose it is. */
export interface Registration {
  readonly manifest: Manifest;
  /** Undefined: the person's own. */
  readonly organization: string | undefined;
  readonly webhookSecret: string | null;
}

export class Registrations {
  readonly #clock: StandInClock;
  readonly #open = new Map<string, Registration & { readonly until: number }>();

  constructor(clock: StandInClock) {
    this.#clock = clock;
  }

  /** @returns where GitHub sends the browser. @throws {Error} where GitHub's page would show a mistake. */
  confirm({ action, manifest: sent }: SentForm): string {
    const page = new URL(action);
    const [, organization] =
      /^(?:\/organizations\/([\w-]+))?\/settings\/apps\/new$/.exec(page.pathname) ?? failed(action);
    const manifest = parse(sent);
    const code = randomBytes(20).toString("hex");
    // Without a hook there is nothing to sign.
    const webhookSecret = manifest.hook_attributes === undefined ? null : randomBytes(20).toString("hex");
    this.#open.set(code, { manifest, organization, webhookSecret, until: this.#clock.now().getTime() + hour });
    const back = new URL(manifest.redirect_url);
    back.searchParams.set("code", code);
    const state = page.searchParams.get("state");
    if (state !== null) back.searchParams.set("state", state);
    return back.href;
  }

  /** Spends the code. @throws {Refusal} 404 where it is unknown, spent or too old. */
  convert(code: string): Registration {
    const found = this.#open.get(code);
    this.#open.delete(code);
    if (found === undefined || found.until <= this.#clock.now().getTime()) throw notFound();
    return found;
  }
}

function failed(action: string): never {
  throw new Error(`no page takes a manifest at ${action}`);
}

function parse(sent: string): Manifest {
  const manifest: unknown = JSON.parse(sent);
  if (Value.Check(Manifest, manifest)) return manifest;
  const [mistake] = Value.Errors(Manifest, manifest);
  throw new Error(`no valid GitHub App manifest: ${mistake?.instancePath} ${mistake?.message}`);
}
