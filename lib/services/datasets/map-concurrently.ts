/**
 * Results in the order of the items, with at most `limit` of them in hand at once. The first failure is thrown.
 * @param goesOn asked before each item: the first it says no to, and all after it, are left
 */
export async function mapConcurrently<In, Out>(
  items: readonly In[],
  limit: number,
  work: (item: In) => Promise<Out>,
  goesOn: () => boolean = () => true,
): Promise<Out[]> {
  const results: Out[] = [];
  let next = 0;
  const run = async () => {
    while (next < items.length && goesOn()) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, run));
  return results;
}
