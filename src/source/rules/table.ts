/** All rules, in the order of their ids. `docs/source-rules.md` shows them. */

import { codeRules } from "./code.ts";
import { commandRules } from "./commands.ts";
import { cryptoRules } from "./crypto.ts";
import { cryptoUseRules } from "./crypto-use.ts";
import { dataRules } from "./data.ts";
import { fileRules } from "./files.ts";
import { hygieneRules } from "./hygiene.ts";
import { injectionRules } from "./injection.ts";
import { networkRules } from "./network.ts";
import type { Rule } from "./rule.ts";
import { webRules } from "./web.ts";
import { xmlRules } from "./xml.ts";

export const sourceRules: readonly Rule[] = [
  ...codeRules,
  ...dataRules,
  ...commandRules,
  ...injectionRules,
  ...xmlRules,
  ...cryptoRules,
  ...cryptoUseRules,
  ...networkRules,
  ...fileRules,
  ...webRules,
  ...hygieneRules,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));
