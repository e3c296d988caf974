export { FolderInUse } from "./folder-lock.ts";
export { DatabaseUnreachable, openDatabase } from "./open-database.ts";
export type { Database, DatabaseOptions, DatabasePlace } from "./open-database.ts";
export { pglitePool } from "./pglite-pool.ts";
export { openAdviceStore } from "./sql-advice-store.ts";
