/** What the code of a repository uses: the imports, references and calls of every file, in one plain value. */

import { ownModules } from "./own-modules.ts";
import { readSources, type SourceFiles, type SourceTimes, usualTimes } from "./read-sources.ts";
import type { Call, FileFacts, Place } from "./syntax/facts.ts";
import { type IsOver, OutOfTime } from "./syntax/tree.ts";
import type { Value } from "./syntax/value.ts";
import type { SourceUsage, Use } from "./usage.ts";

/** Uses that are kept of one file, and of all. */
const mostOfFile = 20_000;
const mostOfAll = 200_000;
const mostMentions = 20_000;

/** Things between two looks at the clock. */
const stride = 256;

/** @throws the reason of `signal`, and what `readFile` throws but for `UserError`s. */
export async function analyseSources(
  request: SourceFiles,
  signal: AbortSignal,
  times: SourceTimes = usualTimes,
): Promise<SourceUsage> {
  const collector = new Collector();
  const { files, unread } = await readSources(request, (facts, isOver) => collector.add(facts, isOver), signal, times);
  const { uses, dynamic, mentions, cut } = collector;
  const more = cut.map((file) => ({ file, reason: "more uses than are kept", isOwn: true }));
  return { uses, files, unread: [...unread, ...more], dynamic, mentions, own: ownModules(request.files) };
}

class Collector {
  readonly uses: Use[] = [];
  readonly dynamic: Use[] = [];
  readonly mentions: Use[] = [];
  /** Files of which not all is kept. */
  readonly cut: string[] = [];
  readonly #mentioned = new Set<string>();

  add(facts: FileFacts, isOver: IsOver): void {
    const found = new FileUses(facts, isOver);
    found.look();
    const room = Math.min(mostOfFile, mostOfAll - this.uses.length);
    if (found.uses.length > room) this.cut.push(facts.path);
    this.uses.push(...found.uses.slice(0, Math.max(room, 0)));
    this.dynamic.push(...found.dynamic.slice(0, mostOfFile));
    for (const mention of found.mentions) {
      if (this.#mentioned.has(mention.name)) continue;
      if (this.#mentioned.size >= mostMentions) return void this.cut.push(facts.path);
      this.#mentioned.add(mention.name);
      this.mentions.push(mention);
    }
  }
}

/** Functions that import what their first argument names. */
const importers = new Set([
  "builtins.__import__",
  "importlib.__import__",
  "importlib.import_module",
  "pytest.importorskip",
  "pkgutil.resolve_name",
  "django.utils.module_loading.import_string",
  "werkzeug.utils.import_string",
  "zope.dottedname.resolve.resolve",
  "lazy_loader.load",
  "builtins.exec",
  "builtins.execfile",
  "runpy.run_module",
]);

/** Functions that import what others have registered. */
const loaders = new Set([
  "importlib.metadata.entry_points",
  "importlib_metadata.entry_points",
  "pkg_resources.iter_entry_points",
  "pkg_resources.load_entry_point",
  "stevedore.driver.DriverManager",
  "stevedore.extension.ExtensionManager",
  "stevedore.named.NamedExtensionManager",
]);

const dotted = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?:(?=:)|$)/;
const inText =
  /^[ \t]*(?:>>> *)?(?:import|from)[ \t]+([A-Za-z_]\w*(?:\.\w+)*)|[;"'] *import +([A-Za-z_]\w*(?:\.\w+)*)/gm;
const longestMention = 200;

class FileUses {
  readonly uses: Use[] = [];
  readonly dynamic: Use[] = [];
  readonly mentions: Use[] = [];
  readonly #facts: FileFacts;
  readonly #isOver: IsOver;
  readonly #seen = new Set<string>();
  #steps = 0;

  constructor(facts: FileFacts, isOver: IsOver) {
    this.#facts = facts;
    this.#isOver = isOver;
  }

  look(): void {
    const { imports, calls, references, literals } = this.#facts;
    for (const one of imports) {
      if (one.name === "*") this.dynamic.push(this.#use(`${one.module}.*`, "import", one));
      this.#note(one.qualified, "import", one, one.conditional || one.typing);
    }
    for (const call of calls) {
      for (const name of call.callees) this.#note(name, "call", call);
      this.#lookAtImporter(call);
    }
    for (const one of references) for (const name of one.names) this.#note(name, "reference", one);
    for (const { value, bytes, place } of literals) if (!bytes) this.#mention(value, place);
    this.uses.sort((a, b) => a.line - b.line || a.column - b.column);
  }

  /** Where a framework or the code itself names a module when it runs. */
  #lookAtImporter(call: Call): void {
    if (call.callees.some((name) => loaders.has(name))) this.dynamic.push(this.#use("*", "import", call));
    if (!call.callees.some((name) => importers.has(name))) return;
    const named = call.arguments.find(({ keyword }) => keyword === undefined || keyword === "name")?.value;
    for (const one of named?.kind === "either" ? named.values : [named]) {
      if (one?.kind === "string" && dotted.test(one.value)) this.#note(one.value, "import", call);
      else if (one?.kind !== "string") this.dynamic.push(this.#use(beginning(one), "import", call));
    }
  }

  #mention(value: string, place: Place): void {
    this.#tick();
    if (value.includes("import")) {
      for (const [, first, second] of value.matchAll(inText)) this.#mentionName(first ?? second!, place);
    }
    // An address such as `postgresql+psycopg2://` names its driver.
    const driver = /^\w+\+(\w+):\/\//.exec(value)?.[1];
    if (driver !== undefined) this.#mentionName(driver, place);
    const name = dotted.exec(value)?.[0];
    if (name !== undefined) this.#mentionName(name, place);
  }

  #mentionName(name: string, place: Place): void {
    if (name.length > longestMention) return;
    this.mentions.push(this.#use(name, "reference", { place, scope: "" }));
  }

  #note(
    name: string,
    kind: Use["kind"],
    at: { readonly place: Place; readonly scope: string },
    optional = false,
  ): void {
    this.#tick();
    const { scope } = at;
    const key = `${kind} ${name} ${scope}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.uses.push({ ...this.#use(name, kind, at), ...(optional && { optional }) });
  }

  #use(name: string, kind: Use["kind"], at: { readonly place: Place; readonly scope: string }): Use {
    const { path: file, part } = this.#facts;
    const { line, column } = at.place;
    return { name, kind, file, line, column, scope: at.scope, part };
  }

  #tick(): void {
    if (++this.#steps % stride === 0 && this.#isOver()) throw new OutOfTime();
  }
}

/** Of `f"app.plugins.{name}"` it is `app.plugins.*`; `*` where nothing is known. */
function beginning(value: Value | undefined): string {
  const [first] = value?.kind === "text" ? value.parts : [];
  const known = typeof first === "string" ? /^[A-Za-z_.][\w.]*\.(?=\w*$)/.exec(first)?.[0] : undefined;
  return `${known ?? ""}*`;
}
