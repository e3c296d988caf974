/** Goes through what a file states and asks the rules about it. Pure. */

import type { Call, FileFacts, Import, Part, Place } from "../syntax/facts.ts";
import { type IsOver, OutOfTime } from "../syntax/tree.ts";
import { onlyString, valueOf } from "./ask.ts";
import { type Finding, Fingerprints, gravity, spanning, type SuppressedFinding } from "./finding.ts";
import { Lookup, type Watch } from "./lookup.ts";
import { type Circumstances, type Level, levels, type Rule, type StatedKinds } from "./rule.ts";
import { findSuppression } from "./suppress.ts";
import { sourceRules } from "./table.ts";

/** Of one file, in the order of its lines. */
export interface FileFindings {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

interface Fired {
  readonly rule: Rule;
  readonly level: Level;
  readonly place: Place;
  readonly scope: string;
  /** Of the whole call or statement. */
  readonly lines: { readonly line: number; readonly endLine: number };
}

const lookup = new Lookup(sourceRules);

/**
 * One finding for a rule and a line: the gravest.
 *
 * @throws {OutOfTime} as soon as `isOver` says so: it is asked now and then.
 */
export function findInFile(file: FileFacts, circumstances: Circumstances, isOver: IsOver = () => false): FileFindings {
  const fired = new FileLook(file, circumstances, isOver).look();
  const prints = new Fingerprints();
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const one of fired) {
    const { rule, level, place, scope, lines } = one;
    const { line, column, endLine, endColumn } = place;
    const finding: Finding = {
      rule: rule.id,
      level: lowered(level, file.part),
      message: rule.message,
      file: file.path,
      line,
      column,
      endLine,
      endColumn,
      scope,
      part: file.part,
      cwe: rule.cwe,
      link: rule.link,
      fingerprint: prints.next(rule.id, file.lineText(line), scope),
    };
    const suppression = findSuppression(rule, lines, (at) => file.lineText(at));
    if (suppression === undefined) findings.push(finding);
    else suppressed.push({ ...finding, ...suppression });
  }
  return { findings, suppressed };
}

/** Tests and documentation one level lower; information stays what it is. */
function lowered(level: Level, part: Part): Level {
  return part === "code" ? level : (levels[gravity[level] + 1] ?? level);
}

/** Things between two looks at the clock. */
const stride = 64;

class FileLook {
  readonly #file: FileFacts;
  readonly #circumstances: Circumstances;
  readonly #isOver: IsOver;
  #steps = 0;
  /** By rule and line. */
  readonly #fired = new Map<string, Fired>();

  constructor(file: FileFacts, circumstances: Circumstances, isOver: IsOver) {
    this.#file = file;
    this.#circumstances = circumstances;
    this.#isOver = isOver;
  }

  look(): readonly Fired[] {
    const file = this.#file;
    this.#lookAtCalls();
    for (const one of file.references) this.#ask(lookup.forReference(one), one);
    for (const one of file.imports) if (!one.typing) this.#ask(lookup.forImport(one), one);
    for (const kind of plainKinds) this.#askAll(kind);
    this.#lookAtSource();
    return [...this.#fired.values()].toSorted(
      (a, b) => a.place.line - b.place.line || a.place.column - b.place.column || (a.rule.id < b.rule.id ? -1 : 1),
    );
  }

  #lookAtCalls(): void {
    const { calls, source } = this.#file;
    const keywords = [...lookup.keywords].filter(([keyword]) => source.includes(keyword));
    for (const call of calls) {
      this.#ask(lookup.forCall(call), call);
      for (const [keyword, watches] of keywords) {
        if (call.arguments.some((argument) => argument.keyword === keyword)) this.#ask(watches, call);
      }
      const imported = importedBy(call);
      if (imported !== undefined) this.#ask(lookup.forImport(imported), imported);
    }
  }

  #askAll<K extends keyof StatedKinds>(kind: K): void {
    const stated: readonly StatedKinds[K][] = this.#file[kind] as readonly StatedKinds[K][];
    const watches: readonly Watch<StatedKinds[K]>[] = lookup.plain[kind];
    for (const one of stated) this.#ask(watches, one);
  }

  #ask<T extends { readonly place: Place; readonly scope: string }>(watches: readonly Watch<T>[], stated: T): void {
    if (++this.#steps % stride === 0 && this.#isOver()) throw new OutOfTime();
    for (const { rule, when } of watches) {
      const verdict = when === undefined || when(stated, this.#file, this.#circumstances);
      if (verdict === false) continue;
      const { level, at } = verdict === true ? {} : verdict;
      this.#note({
        rule,
        level: level ?? this.#levelOf(rule),
        place: at ?? stated.place,
        scope: stated.scope,
        lines: spanning(stated.place, at ?? stated.place),
      });
    }
  }

  #levelOf({ level, underSecurity }: Rule): Level {
    return this.#circumstances.security ? (underSecurity ?? level) : level;
  }

  /** In the text as it stands. */
  #lookAtSource(): void {
    const { source } = this.#file;
    for (const { rule, pattern } of lookup.source) {
      for (const { index, 0: text } of source.matchAll(pattern)) {
        const place = this.#file.placeAt(index, index + text.length);
        this.#note({ rule, level: this.#levelOf(rule), place, scope: "", lines: place });
      }
    }
  }

  #note(fired: Fired): void {
    const key = `${fired.rule.id} ${fired.place.line}`;
    const known = this.#fired.get(key);
    if (known === undefined || gravity[fired.level] < gravity[known.level]) this.#fired.set(key, fired);
  }
}

const importers = ["builtins.__import__", "importlib.import_module", "importlib.__import__"];

/** `importlib.import_module("pickle")` is the import that it is. */
function importedBy(call: Call): Import | undefined {
  if (!call.callees.some((name) => importers.includes(name))) return undefined;
  const module = onlyString(valueOf(call, "name", 0));
  if (module === undefined) return undefined;
  const { place, scope } = call;
  return { place, scope, module, name: undefined, qualified: module, conditional: false, typing: false };
}

const plainKinds = ["assignments", "comparisons", "assertions", "handlers", "defaults", "literals", "texts"] as const;
