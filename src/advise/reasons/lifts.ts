/**
 * What of the repository's own policy a conflict rests on, a hold or the cooldown of a package, and whether there is a
 * stack once it is lifted. The resolver relaxes lines of the manifest; of settings it only knows what they remove.
 */

import { UserError } from "../../base/index.ts";
import type { ReadyProject } from "../../project/index.ts";
import { type PackageName, Version } from "../../python/index.ts";
import { type Conflict, type FactSource, resolve } from "../../resolver/index.ts";
import type { AdviceRelaxation, PolicyBar } from "../advice.ts";
import { type Question, readQuestion } from "../question.ts";
import type { AdviceServices } from "../services.ts";

/** Bars that one way may lift; nobody follows longer advice. */
const mostLifted = 3;

/** Settings have no line for what holds where they say nothing. */
const settingsFile = ".thoth.yaml";

interface Bar {
  readonly kind: PolicyBar["kind"];
  readonly name: PackageName;
}

/** In the order of the proof, each once; of a package that several entries hold, all of them. */
export function policyBars(question: Question, conflict: Conflict): PolicyBar[] {
  return barsOf(conflict).flatMap((bar) => toldBars(question, bar));
}

/** What is asked with a policy lifted. */
export interface LiftOptions {
  readonly services: AdviceServices;
  /** What is held against releases in a question that is posed anew. */
  readonly facts: (question: Question) => FactSource;
  /** Releases of lifted packages that are no way out if they are older. */
  readonly floor?: ReadonlyMap<PackageName, Version>;
}

/**
 * As few bars as break `conflict`, and those after it, until there is a stack. Undefined where policy has no part in it,
 * lifting does not help, or the time is up.
 */
export async function findLift(
  question: Question,
  conflict: Conflict,
  { services, facts, floor = new Map() }: LiftOptions,
  deadline: AbortSignal,
): Promise<AdviceRelaxation | undefined> {
  const lifted: Bar[] = [];
  let open = conflict;
  try {
    while (lifted.length < mostLifted) {
      const bar = barsOf(open).find(({ kind, name }) => !lifted.some((own) => own.kind === kind && own.name === name));
      if (bar === undefined) return undefined;
      lifted.push(bar);
      const { source, homes } = question;
      const other = await readQuestion(without(question.request, lifted), services, deadline, {
        source,
        corrected: homes.corrected,
      });
      const found = await resolve({ ...other.problem, facts: facts(other) }, { signal: deadline });
      if (found.kind === "stopped") return undefined;
      if (found.kind === "unsolvable") {
        open = found.conflict;
        continue;
      }
      const versionOf = ({ name }: Bar): Version | undefined => found.stack.get(name)?.candidate.version;
      const isBack = (own: Bar): boolean => {
        const [version, least] = [versionOf(own), floor.get(own.name)];
        return version !== undefined && least !== undefined && Version.compare(version, least) < 0;
      };
      if (lifted.some(isBack)) return undefined;
      return {
        lines: lifted.flatMap((own) =>
          toldBars(question, own).map(({ kind, ...told }) => {
            return { ...told, without: kind, gives: versionOf(own)?.toString() ?? null };
          }),
        ),
      };
    }
  } catch (error) {
    // A way out is not worth the advice, as in `why-not.ts`.
    if (!deadline.aborted && !(error instanceof UserError)) throw error;
  }
  return undefined;
}

function barsOf({ lines }: Conflict): Bar[] {
  const bars = lines.flatMap((line): Bar[] => {
    if (line.kind !== "excluded") return [];
    const { unit } = line.reason;
    return unit === "hold" || unit === "cooldown" ? [{ kind: unit, name: line.name }] : [];
  });
  return [...new Map(bars.map((bar) => [`${bar.kind} ${bar.name}`, bar])).values()];
}

function toldBars({ policy, context }: Question, { kind, name }: Bar): PolicyBar[] {
  if (kind === "cooldown") {
    const days = policy.cooldown.daysOf(name);
    const line = { file: settingsFile, line: 0, text: "cooldown" };
    return [{ kind, name, line, bounds: `${days} ${days === 1 ? "day" : "days"}` }];
  }
  return policy.settings.holds
    .filter((entry) => entry.package === name && !policy.expiredHolds.includes(entry))
    .map(({ versions, place: { file, line } }) => {
      const bounds = versions?.toString() ?? context.locked.get(name)?.toString() ?? "";
      return { kind, name, line: { file, line, text: "hold" }, bounds };
    });
}

/** The same without a bar. */
function without(request: ReadyProject, lifted: readonly Bar[]): ReadyProject {
  const { policy } = request.settings;
  const isLifted = (kind: Bar["kind"], name: PackageName) =>
    lifted.some((bar) => bar.kind === kind && bar.name === name);
  const holds = policy.holds.filter((entry) => !isLifted("hold", entry.package));
  const free = lifted.filter(({ kind }) => kind === "cooldown").map(({ name }) => [name, 0] as const);
  const cooldown = { ...policy.cooldown, packages: new Map([...policy.cooldown.packages, ...free]) };
  return { ...request, settings: { ...request.settings, policy: { ...policy, holds, cooldown } } };
}
