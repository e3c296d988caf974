/** Which files of a source count, and whether they are a bundle or a database. */

import { isBillOfMaterials, isRecordFile } from "../../knowledge/index.ts";

/** Records, bills of materials, and whatever a bundle may consist of: plain files at the root. */
export function isWantedFile(path: string): boolean {
  return isRecordFile(path) || isBillOfMaterials(path) || isBundleFile(path);
}

/** An archive may put everything into one folder, as those of code hosts do. */
function isBundleFile(path: string): boolean {
  return /^(?:[^/]+\/)?(?:manifest\.json|[A-Za-z0-9][A-Za-z0-9._-]*\.(?:jsonl|gz|zst))$/.test(path);
}
