/**
 * Sequences of n treatments in which each is at every position equally often and follows every other equally often, so that neither
 * fatigue nor the treatment before favours one (Williams 1949). With the zigzag z = 0, 1, n-1, 2, n-2, ..., whose neighbours differ
 * by every number of 1..n-1 mod n exactly once,
 *
 *   sequence i has at position k the treatment (z_k + i) mod n;
 *
 * n sequences, in which each ordered pair is adjacent once, where n is even; with each read backwards as well 2n and twice, where
 * n is odd.
 *
 * @param n treatments, at least 1 @returns [sequences][n] of treatments 0..n-1
 */
export function williamsDesign(n: number): number[][] {
  if (!(Number.isInteger(n) && n >= 1)) throw new RangeError(`No sequences of ${n} treatments`);
  const zigzag = Array.from({ length: n }, (_, k) => (k % 2 === 1 ? (k + 1) / 2 : (n - k / 2) % n));
  const sequences = Array.from({ length: n }, (_, i) => zigzag.map((z) => (z + i) % n));
  return n % 2 === 0 || n === 1 ? sequences : [...sequences, ...sequences.map((row) => [...row].reverse())];
}
