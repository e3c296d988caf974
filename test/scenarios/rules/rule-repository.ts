/**
 * A repository with rules, and the index that it is advised from: the whole way of `thoth advise`, with nothing made up but
 * the data. The operator's catalogue says that a loopback server stands in for `index.example`, which all texts name.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";

import { parsePipfile, pipfileHashes } from "../../../src/project/index.ts";
import { type Ended, root, run } from "../../support/command.ts";
import { IndexServer, jsonPage, metadataText, sha256 } from "../../support/index-server.ts";
import { temporaryFolder } from "../../support/repository.ts";

/** What is released: requirements by version, by name. */
export type Releases = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface RuleScene {
  readonly releases: Releases;
  /** Other indexes of the operator's catalogue by name: what they need, and what they have. */
  readonly offers?: Readonly<Record<string, { readonly needs: string; readonly releases: Releases }>>;
  /** `[packages]` of the Pipfile. */
  readonly packages: readonly string[];
  /** Pins of the lock before, if there is one. */
  readonly lock?: Readonly<Record<string, string>>;
  /** More of the one environment, in YAML. */
  readonly environment?: string;
  /** Rules of the repository's own, in the namespace `acme`. */
  readonly rules?: string;
  /** Bills of materials of container images, which are all that is known besides. */
  readonly images?: readonly object[];
}

export interface RuleAnswer {
  readonly code: number | null;
  readonly title: string | null;
  /** Without what differs from day to day. */
  readonly body: string | null;
  readonly comment: string | null;
  /** Of the lock that was written: such as `==2.0`, and behind it the index where that is another one, by name. */
  readonly pins: Readonly<Record<string, string>>;
  /** Why there is no answer, where there is none. */
  readonly error: Readonly<Record<string, unknown>> | undefined;
}

/** Advises once and writes the lock, as a program asks for it. */
export async function adviseWithRules(context: TestContext, scene: RuleScene): Promise<RuleAnswer> {
  const { ended, folder } = await advise(context, scene, "--json", "--write");
  if (ended.stdout === "") throw new Error(ended.stderr);
  const lock = join(folder, "Pipfile.lock");
  const pins = existsSync(lock) ? readPins(readFileSync(lock, "utf8")) : {};
  return { code: ended.code, ...readReport(ended.stdout), pins };
}

/** What a person reads at a terminal. */
export async function adviseOnTerminal(context: TestContext, scene: RuleScene): Promise<string> {
  return withoutToday((await advise(context, scene)).ended.stdout);
}

async function advise(
  context: TestContext,
  scene: RuleScene,
  ...options: readonly string[]
): Promise<{ readonly ended: Ended; readonly folder: string }> {
  await using server = await IndexServer.start();
  const indexes = { index: scene.releases, ...mapValues(scene.offers ?? {}, ({ releases }) => releases) };
  for (const [index, releases] of Object.entries(indexes)) serve(server, index, releases);
  const place = temporaryFolder(context);
  const folder = join(place, "repository");
  writeFiles(place, { "indexes.yaml": catalogueOf(server, scene) });
  writeFiles(folder, filesOf(scene));
  const bills = (scene.images ?? []).map((bill, i) => [`${i}.cdx.json`, JSON.stringify(bill)] as const);
  writeFiles(join(place, "knowledge"), Object.fromEntries(bills));
  const environment = {
    THOTH_INDEXES: join(place, "indexes.yaml"),
    XDG_CACHE_HOME: join(place, "cache"),
    ...(bills.length > 0 && { THOTH_KNOWLEDGE: join(place, "knowledge") }),
  };
  const args = ["advise", folder, "--online", ...options];
  return { ended: await run(join(root, "bin/thoth.mjs"), args, { environment }), folder };
}

interface Report {
  readonly title: string | null;
  readonly body: string | null;
  readonly comment: string | null;
  readonly environments: readonly [Pick<RuleAnswer, "error">];
}

function readReport(stdout: string): Omit<RuleAnswer, "code" | "pins"> {
  const { title, body, comment, environments } = JSON.parse(stdout) as Report;
  return { title, body: body && withoutToday(body), comment, error: environments[0].error };
}

interface Lock {
  readonly default: Readonly<Record<string, { readonly version: string; readonly index?: string }>>;
}

function readPins(text: string): RuleAnswer["pins"] {
  return mapValues((JSON.parse(text) as Lock).default, ({ version, index = "index" }) =>
    index === "index" ? version : `${version} ${index}`,
  );
}

/** The day on which the index was asked, and digests of rules that may be mended. */
function withoutToday(body: string): string {
  return body
    .replaceAll(/(index [^\n]*?as of )\d{4}-\d\d-\d\d/g, "$1TODAY")
    .replaceAll(/(rules `prescriptions` of )\d{4}-\d\d-\d\d/g, "$1SOME DAY")
    .replaceAll(/\d+ (?=days old)/g, "SOME ")
    .replaceAll(/[0-9a-f]{64}/g, "DIGEST")
    .replaceAll(/127\.0\.0\.1:\d+/g, "loopback");
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Pages and metadata of one index; nobody fetches a file. */
function serve(server: IndexServer, index: string, releases: Releases): void {
  for (const [name, versions] of Object.entries(releases)) {
    const files = Object.entries(versions).map(([version, requires]) => {
      const filename = `${name.replaceAll("-", "_")}-${version}-py3-none-any.whl`;
      const text = metadataText(name, version, ...requires.map((each) => `Requires-Dist: ${each}`));
      const url = `/${index}/files/${filename}`;
      server.on(`${url}.metadata`, { body: text });
      return {
        filename,
        url,
        hashes: { sha256: sha256(`${index} ${filename}`) },
        "core-metadata": { sha256: sha256(text) },
        "upload-time": "2024-01-01T00:00:00Z",
      };
    });
    server.on(`/${index}/simple/${name}/`, jsonPage(files));
  }
}

function addressOf(index: string): string {
  return `https://${index}.example/simple`;
}

function catalogueOf(server: IndexServer, { offers = {} }: RuleScene): string {
  const names = ["index", ...Object.keys(offers)];
  const entries = Object.entries(offers).map(
    ([name, offer]) =>
      `  - {name: ${name}, url: ${addressOf(name)}, packages: [${Object.keys(offer.releases).join(", ")}], needs: ${offer.needs}}`,
  );
  return [
    ...(entries.length === 0 ? [] : ["indexes:", ...entries]),
    "mirrors:",
    ...names.map((name) => `  - {of: "${addressOf(name)}", url: "${server.origin}/${name}/simple"}`),
    "",
  ].join("\n");
}

function pipfileOf({ packages }: RuleScene): string {
  const source = `[[source]]\nname = "index"\nurl = "${addressOf("index")}"\nverify_ssl = true\n`;
  return `${source}\n[packages]\n${packages.join("\n")}\n\n[requires]\npython_version = "3.11"\n`;
}

function filesOf(scene: RuleScene): Record<string, string> {
  const { lock, environment = "", rules } = scene;
  const pipfile = pipfileOf(scene);
  const settings = [
    "runtime_environments:",
    "  - name: web",
    '    python_version: "3.11"',
    ...environment.split("\n").flatMap((line) => (line.trim() === "" ? [] : `    ${line}`)),
    ...(rules === undefined ? [] : ["prescriptions:", "  files: [rules/_prescription_metadata.yaml, rules/own.yaml]"]),
    "",
  ].join("\n");
  return {
    Pipfile: pipfile,
    ".thoth.yaml": settings,
    ...(lock === undefined ? {} : { "Pipfile.lock": lockText(lock, pipfile) }),
    ...(rules === undefined
      ? {}
      : { "rules/_prescription_metadata.yaml": "prescription:\n  name: acme\n", "rules/own.yaml": rules }),
  };
}

function lockText(pins: Readonly<Record<string, string>>, pipfile: string): string {
  const entry = (name: string, version: string) => ({
    hashes: [`sha256:${sha256(`index ${name.replaceAll("-", "_")}-${version}-py3-none-any.whl`)}`],
    index: "index",
    version: `==${version}`,
  });
  const meta = {
    hash: { sha256: pipfileHashes(parsePipfile("Pipfile", pipfile)).canonical },
    "pipfile-spec": 6,
    requires: { python_version: "3.11" },
    sources: [{ name: "index", url: addressOf("index"), verify_ssl: true }],
  };
  const packages = Object.entries(pins).map(([name, version]) => [name, entry(name, version)]);
  return `${JSON.stringify({ _meta: meta, default: Object.fromEntries(packages), develop: {} }, undefined, 4)}\n`;
}
