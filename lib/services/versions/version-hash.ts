import { createHash } from "node:crypto";

/** An image as a version holds it. */
export interface HashedImage {
  /** Of the bytes as imported. */
  sha256: string;
  className: string | null;
  split: string;
  regions: readonly HashedRegion[];
}

interface HashedRegion {
  kind: string;
  geometry: unknown;
  className: string | null;
  attributes?: unknown;
}

/**
 * SHA-256 of (image sha256, class, split, sorted regions) as JSON; a region counts by kind, geometry, class and what is said of it,
 * not by its id or revision. A region of which nothing is said is written as before there were attributes, so older hashes hold.
 */
export function hashOfImage({ sha256, className, split, regions }: HashedImage): string {
  const lines = regions.map(({ kind, geometry, className: owner, attributes }) =>
    canonical({ kind, geometry, className: owner, ...saidOf(attributes) }),
  );
  return sha256Of(JSON.stringify([sha256, className, split, lines.sort()]));
}

/** A version's hash: over its images' hashes in sorted order, so the same contents give the same hash in any database. */
export function hashLines(imageHashes: string[]): string {
  return sha256Of(imageHashes.sort().join("\n"));
}

/** What is said of a region beside its shape, if anything is. */
export function saidOf(attributes: unknown): { attributes?: object } {
  const said = (attributes ?? {}) as object;
  return Object.keys(said).length > 0 ? { attributes: said } : {};
}

const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex");

/** JSON with sorted keys: the database gives them back in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
