/** Items x categories: how many raters put the item there. */
export type CategoryCounts = readonly (readonly number[])[];

/**
 * Counts the categories of each item.
 *
 * @param ratings items x raters; null where the rater did not judge the item
 * @param categories all that could be chosen, ascending where their order matters
 * @throws RangeError for a rating that is no category
 */
export function countCategories(
  ratings: readonly (readonly (number | null)[])[],
  categories: readonly number[],
): number[][] {
  const indexOf = new Map(categories.map((category, k) => [category, k]));
  return ratings.map((row) => {
    const counts = categories.map(() => 0);
    for (const rating of row) {
      if (rating === null) continue;
      const k = indexOf.get(rating);
      if (k === undefined) throw new RangeError(`${rating} is not one of the categories`);
      counts[k]++;
    }
    return counts;
  });
}

/** @throws RangeError unless all rows are counts of the same categories */
export function checkCounts(counts: CategoryCounts): void {
  for (const row of counts) {
    if (row.length !== counts[0].length)
      throw new RangeError("Every item is counted over the same categories.");
    if (row.some((count) => !(count >= 0 && Number.isInteger(count))))
      throw new RangeError("Counts of raters are whole and not negative.");
  }
}
