export { createCodeHost } from "./create-code-host.ts";
export type { AppOptions } from "./app.ts";
export { usualPace } from "./pace.ts";
export type { Pace } from "./pace.ts";
export { appPermissions } from "./permissions.ts";
