/** Sum, and arithmetic mean of at least one value. */
export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function mean(values: readonly number[]): number {
  return total(values) / values.length;
}
