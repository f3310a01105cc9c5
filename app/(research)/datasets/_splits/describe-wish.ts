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
  const parts = Object.entries(shares ?? {}).filter(([, share]) => share > 0);
  return [
    parts.map(([split, share]) => `${split} ${share}`).join(" : "),
    scope === "unsplit" ? "only images without a split" : "all images",
    groupBy && groupBy !== "nothing" ? `together by ${groupBy} ${groupKey}` : "",
    withDuplicates ? "look-alikes together" : "",
    `seed ${seed}`,
  ]
    .filter(Boolean)
    .join(", ");
}
