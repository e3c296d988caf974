/**
 * `app.yml` as the manifest that GitHub registers an App from.
 *
 * Surprises of the format: a hook needs an address even where it is switched off, GitHub then says that "url" is missing
 * and means this one; a manifest without a hook gives an App without a webhook secret; and GitHub refuses keys that it
 * does not know.
 */

import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";

import { closed, limits, oneOf, quoted, readYaml, UserError, type YamlFile, type YamlPath } from "../../base/index.ts";

const Text = Type.String({ minLength: 1 });

const AppFile = closed({
  /** GitHub takes at most 34 characters. */
  name: Type.String({ minLength: 1, maxLength: 34 }),
  url: Text,
  description: Text,
  public: Type.Boolean(),
  hook_attributes: closed({ url: Text, active: Type.Boolean() }),
  default_events: Type.Array(Text, { minItems: 1 }),
  default_permissions: Type.Record(Type.String(), oneOf(["read", "write"])),
});

/** What `app.yml` says. */
export type AppFile = Static<typeof AppFile>;

/** As GitHub takes it. */
export type AppManifest = AppFile & { readonly redirect_url: string };

/** An `app.yml` that is no manifest. */
export class InvalidAppFile extends UserError {
  readonly code = "INVALID_APP_FILE";
  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`, { hint: "restore the file as it is published" });
  }
}

const compiled = Compile(AppFile);

/** @throws {UserError} when `text` is no YAML, too large, or no manifest. */
export function parseAppFile(place: string, text: string): AppFile {
  const file = readYaml(place, text, limits.configuration);
  const { value } = file;
  if (!compiled.Check(value)) throw explain(place, file);
  if (!URL.canParse(value.hook_attributes.url)) throw invalid(place, file, ["hook_attributes", "url"], "is no address");
  return value;
}

/** The first mistake, with its line and column. */
function explain(place: string, file: YamlFile): InvalidAppFile {
  const mistake = compiled.Errors(file.value)[0];
  if (mistake === undefined) throw new Error("a schema refused a value and gives no reason");
  const { keyword, instancePath, message } = mistake;
  // `false` is the schema of whatever a closed object does not know.
  return invalid(place, file, stepsOf(instancePath), keyword === "boolean" ? "is no key of a manifest" : message);
}

/** A list's steps are numbers. */
function stepsOf(pointer: string): YamlPath {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function invalid(place: string, file: YamlFile, path: YamlPath, problem: string): InvalidAppFile {
  const { line, column } = file.positionOf(path);
  return new InvalidAppFile(
    `${place}:${line}:${column}`,
    `${path.length === 0 ? "the document" : quoted(path.join("."))} ${problem}`,
  );
}

/**
 * The manifest of one registration.
 *
 * @param server where `npm run web` is reached from outside; undefined registers the webhook switched off, with the address of
 *   an example in the place of a real one.
 * @param redirectUrl where GitHub sends the browser with the code.
 */
export function makeManifest(file: AppFile, server: URL | undefined, redirectUrl: string): AppManifest {
  const hook =
    server === undefined ? { ...file.hook_attributes, active: false } : { url: hookUrl(file, server), active: true };
  return { ...file, hook_attributes: hook, redirect_url: redirectUrl };
}

/** The path of the hook below the server's address, which may have a path of its own, or end with the hook's already. */
function hookUrl({ hook_attributes: { url } }: AppFile, server: URL): string {
  const { pathname } = new URL(url);
  const base = server.href.replace(/\/$/, "");
  return base.endsWith(pathname) ? base : base + pathname;
}
