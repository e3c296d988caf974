/** Writes the published JSON Schemas from the types that the code validates with: `node scripts/write-schemas.ts`. */

import { writeFileSync } from "node:fs";

import { AdviceSchema, ProvenanceReportSchema } from "../src/advise/index.ts";
import { ThothYamlSchema } from "../src/project/index.ts";

/** Path below the root to text. */
export function publishedSchemas(): Readonly<Record<string, string>> {
  return {
    "docs/schemas/advice-1.json": format(AdviceSchema),
    "docs/schemas/provenance-1.json": format(ProvenanceReportSchema),
    "docs/schemas/thoth-yaml.json": format(ThothYamlSchema),
  };
}

function format(schema: object): string {
  return `${JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", ...schema }, null, 2)}\n`;
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(publishedSchemas()))
    writeFileSync(new URL(`../${path}`, import.meta.url), text);
}
