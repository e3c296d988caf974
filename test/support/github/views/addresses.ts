/** Addresses as github.com gives them, wherever the stand-in listens: golden files must not know its port. */

import { fullName, type Repository } from "../entities.ts";

export const apiRoot = "https://api.github.com";
export const webRoot = "https://github.com";

export function apiOf(repository: Repository): string {
  return `${apiRoot}/repos/${fullName(repository)}`;
}

export function webOf(repository: Repository): string {
  return `${webRoot}/${fullName(repository)}`;
}

export function nodeId(kind: string, id: number): string {
  return `${kind}_${id}`;
}

/** ISO 8601 without fractions, as GitHub writes it. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

export function timestampOrNull(date: Date | undefined): string | null {
  return date === undefined ? null : timestamp(date);
}
