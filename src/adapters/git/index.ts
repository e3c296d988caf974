export { GitForge } from "./git-forge.ts";
