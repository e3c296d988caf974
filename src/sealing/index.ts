export { openSealed } from "./open.ts";
export { seal } from "./seal.ts";
export {
  formatPublicKeys,
  formatSealKeys,
  keyLimit,
  makeSealKeys,
  parsePublicKey,
  parseSealKeys,
  type PublicSealKey,
  type SealKeys,
} from "./seal-key.ts";
