/**
 * Holm's (1979) adjusted p values: sorted ascending, the i-th of m becomes max over j <= i of min(1, (m - j + 1) p_(j)). Rejecting
 * those at most alpha keeps the chance of any false rejection at alpha, whatever the tests' dependence.
 *
 * @param p null = undefined: it does not count in the family, and stays null
 */
export function holm(p: readonly (number | null)[]): (number | null)[] {
  const known = p.flatMap((value, i) => (value === null ? [] : [{ value, i }]));
  known.sort((a, b) => a.value - b.value);
  const adjusted: (number | null)[] = p.map(() => null);
  let largest = 0;
  for (const [rank, { value, i }] of known.entries()) {
    largest = Math.max(largest, Math.min(1, (known.length - rank) * value));
    adjusted[i] = largest;
  }
  return adjusted;
}
