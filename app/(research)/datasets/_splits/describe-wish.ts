import { SPLITS } from "#lib/services/splits/split-wish.ts";

/** What an assignment was for, in words. */
export function describeWish(wish: Record<string, unknown>): string {
  if (typeof wish.split === "string") return `look-alikes to ${wish.split}`;
  const { shares, scope, groupBy, groupKey, seed, withDuplicates } = wish as {
    shares?: Record<string, number>;
    scope?: string;
    groupBy?: string;
    groupKey?: string;
    seed?: string;
    withDuplicates?: boolean;
  };
  // The database gives keys back in an order of its own.
  const parts = SPLITS.flatMap((split) => (shares?.[split] ? [`${split} ${shares[split]}`] : []));
  return [
    parts.join(" : "),
    scope === "unsplit" ? "only images without a split" : "all images",
    groupBy && groupBy !== "nothing" ? `together by ${groupBy} ${groupKey}` : "",
    withDuplicates ? "look-alikes together" : "",
    `seed ${seed}`,
  ]
    .filter(Boolean)
    .join(", ");
}
