/** Percentiles in milliseconds, one decimal. */
export function summarise(times: readonly number[]): {
  n: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
} {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1));
  return { n: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}
