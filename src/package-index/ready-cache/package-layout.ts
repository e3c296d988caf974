/** What the section of one package holds, for whoever writes it and whoever reads it. */

/** Bits of a file: which of its values there are. The digests that there are follow each other in this order. */
export const fileBits = {
  sha256: 1,
  placeDigest: 2,
  sidecarDigest: 4,
  sidecar: 8,
  size: 16,
  /** The address ends in the file name. */
  named: 32,
} as const;

/** How a time of upload is written: not at all, in digits behind the point plus 1, or as a text of its own. */
export const noTime = 0;
export const oddTime = 8;

export const digestBytes = 32;

/** 1 plus a number, 0 where there is none. */
export function orZero(id: number | undefined): number {
  return id === undefined ? 0 : id + 1;
}
