export { DiskCache } from "./disk-cache.ts";
export { EgressPolicy, type EgressOptions, tryParseRange } from "./egress-policy.ts";
export { HttpIndex } from "./http-index.ts";
export { IndexPolicy, type OfferedIndex } from "./index-policy.ts";
export { HttpTransport, type TransportOptions } from "./http-transport.ts";
export type { IndexAnswer, PackageIndex } from "./package-index.ts";
export { parseSnapshot, readSnapshot, type Snapshot } from "./snapshot-document.ts";
export { SnapshotIndex, type SnapshotIndexOptions } from "./snapshot.ts";
