/**
 * The units that hard policy consists of besides the built-in ones: they rest on the data and the settings of one question,
 * and so are made for it. A new one is a function and a row.
 */

import type { Sieve, Unit } from "../../pipeline/index.ts";
import type { Candidate, ProjectStatus } from "../../ports/index.ts";
import type { Hold } from "../../project/index.ts";
import { type PackageName, Version } from "../../python/index.ts";
import type { AdvisoryHit } from "../advice.ts";

export interface PolicyOptions {
  readonly advisories: (candidate: Candidate) => readonly AdvisoryHit[];
  /** What the index says of a project; undefined where it says nothing, or nobody has asked. PEP 792. */
  readonly statusOf: (name: PackageName) => ProjectStatus | undefined;
  /** Those in force. */
  readonly holds: readonly Hold[];
}

export function policyUnits(options: PolicyOptions): readonly Unit[] {
  return [malware(options), quarantined(options), hold(options)];
}

/** What was made to do harm is never chosen, whatever is locked or pinned. */
function malware({ advisories }: PolicyOptions): Sieve {
  const name = "malware";
  return {
    kind: "sieve",
    name,
    *facts(_context, _package, candidates) {
      for (const candidate of candidates) {
        const hit = advisories(candidate).find(({ malicious }) => malicious === true);
        if (hit === undefined) continue;
        const message = `${candidate.version.text} is malicious, says ${hit.id}`;
        yield { kind: "remove", candidate, reason: { unit: name, message, link: hit.link } };
      }
    },
  };
}

/** Nobody should install anything of it, says whoever runs the index. */
function quarantined({ statusOf }: PolicyOptions): Sieve {
  const name = "quarantined";
  return {
    kind: "sieve",
    name,
    *facts(_context, project, candidates) {
      const status = statusOf(project);
      if (status?.state !== "quarantined") return;
      const message = `Its index has put it in quarantine${status.reason ? `: ${status.reason}` : ""}`;
      for (const candidate of candidates) yield { kind: "remove", candidate, reason: { unit: name, message } };
    },
  };
}

/** Where bounds are given only what they admit, else only what is locked; of what is not locked that is anything. */
function hold({ holds }: PolicyOptions): Sieve {
  const name = "hold";
  return {
    kind: "sieve",
    name,
    concerns: new Set(holds.map((each) => each.package)),
    *facts({ locked }, held, candidates) {
      for (const entry of holds.filter((each) => each.package === held)) {
        const own = locked.get(held);
        const reason = { unit: name, message: sayHold(entry, own) };
        for (const candidate of candidates)
          if (!admits(entry, own, candidate.version)) yield { kind: "remove", candidate, reason };
      }
    },
  };
}

function admits({ versions }: Hold, locked: Version | undefined, version: Version): boolean {
  if (versions !== undefined) return versions.admits(version);
  return locked === undefined || Version.equal(locked, version);
}

function sayHold({ versions, until, reason, place }: Hold, locked: Version | undefined): string {
  const at = versions === undefined ? `at ${locked?.text}` : `to \`${versions.toString()}\``;
  const end = until === undefined ? "" : ` until ${until}`;
  return `Held ${at}${end} by \`${place.file}:${place.line}\`: ${reason}`;
}
