export { checkBytes, checkCount, InputTooLarge, limits } from "./limits.ts";
export type { Limit } from "./limits.ts";
export { UserError } from "./user-error.ts";
