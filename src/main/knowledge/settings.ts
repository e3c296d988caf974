/** Which knowledge an operator wants, as paths in two variables. */

import { fileURLToPath } from "node:url";

export interface KnowledgeSettings {
  /** `THOTH_KNOWLEDGE`: a folder or an archive. */
  readonly place: string | undefined;
  /** `THOTH_KNOWLEDGE_SOURCES`: a list of sources. */
  readonly sources: string | undefined;
}

export function knowledgeSettings(environment: Readonly<Record<string, string | undefined>>): KnowledgeSettings {
  return {
    place: environment["THOTH_KNOWLEDGE"] || undefined,
    sources: environment["THOTH_KNOWLEDGE_SOURCES"] || undefined,
  };
}

/** The folder of the bundle that ships. */
export const shippedKnowledge = fileURLToPath(new URL("../../../data/knowledge", import.meta.url));
