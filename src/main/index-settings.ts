/** How far a service reaches for packages: the variables of its operator, in words that `docs/operate.md` explains. */

import { readFileSync } from "node:fs";
import { isIP } from "node:net";

import { UserError } from "../base/index.ts";
import { type EgressOptions, tryParseRange } from "../package-index/index.ts";
import { parseSealKeys, type SealKeys } from "../sealing/index.ts";
import type { SealSettings } from "./repository-credentials.ts";

export interface IndexSettings {
  /** What may be asked although it is not public. */
  readonly allow: Pick<Required<EgressOptions>, "origins" | "ranges">;
  /** Address of the proxy that everything goes through. */
  readonly proxy: string | undefined;
  /** Path of the index catalogue. */
  readonly catalogue: string | undefined;
  readonly seal: SealSettings;
}

/** @param faults gets one sentence for each thing that is wrong, its variable first and no value that may hold a secret. */
export function readIndexSettings(
  environment: Readonly<Record<string, string | undefined>>,
  faults: string[],
): IndexSettings {
  const allowed = (environment["THOTH_INDEX_ALLOW"] ?? "").split(/[\s,]+/).filter((item) => item !== "");
  return {
    allow: readAllowed(allowed, faults),
    proxy: readProxy(environment["THOTH_INDEX_PROXY"] ?? "", faults),
    catalogue: environment["THOTH_INDEXES"] || undefined,
    seal: {
      keys: readSealKeys(environment, faults),
      url: readSealUrl(environment["THOTH_SEAL_KEY_URL"] ?? "", faults),
    },
  };
}

/** In the variable itself, or in the file that the other one names. */
function readSealKeys(
  environment: Readonly<Record<string, string | undefined>>,
  faults: string[],
): SealKeys | undefined {
  const text = environment["THOTH_SEAL_KEY"] || undefined;
  const path = environment["THOTH_SEAL_KEY_PATH"] || undefined;
  if (text === undefined && path === undefined) return undefined;
  const place = text === undefined ? "THOTH_SEAL_KEY_PATH:" : "THOTH_SEAL_KEY:";
  try {
    return parseSealKeys(place, text ?? readFileSync(path!, "utf8"));
  } catch (error) {
    const isFileError = error instanceof Error && "code" in error && "syscall" in error;
    if (!(error instanceof UserError) && !isFileError) throw error;
    faults.push(error instanceof UserError ? error.message : `${place} cannot be read: ${error.message}`);
    return undefined;
  }
}

function readSealUrl(text: string, faults: string[]): string | undefined {
  if (text === "") return undefined;
  if (!/^https:\/\//i.test(text) || !URL.canParse(text)) faults.push("THOTH_SEAL_KEY_URL: is no `https` URL");
  return text;
}

/** `https://pypi.corp.example:8443` is an origin, `10.1.0.0/16` and `10.1.2.3` are ranges, `http://10.1.2.3` is both. */
function readAllowed(items: readonly string[], faults: string[]): IndexSettings["allow"] {
  const origins = items.flatMap((item) => tryParseOrigin(item) ?? []);
  const literals = origins.map((origin) => new URL(origin).hostname.replace(/^\[|\]$/g, ""));
  const ranges = [...items, ...literals.filter((host) => isIP(host) !== 0)];
  if (items.some((item) => tryParseOrigin(item) === undefined && tryParseRange(item) === undefined))
    faults.push(
      "THOTH_INDEX_ALLOW: has an item that is neither an origin, such as `https://pypi.corp.example`, nor an address range, such as `10.1.0.0/16`",
    );
  return { origins, ranges: ranges.flatMap((item) => tryParseRange(item) ?? []) };
}

function tryParseOrigin(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.href === `${url.origin}/` ? url.origin : undefined;
}

function readProxy(text: string, faults: string[]): string | undefined {
  if (text === "") return undefined;
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) faults.push("THOTH_INDEX_PROXY: is no `http` or `https` URL");
  return text;
}
