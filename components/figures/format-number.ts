const MINUS = "\u2212";

/** A number as the product prints it: fixed decimals, a true minus sign, no leading zero dropped. */
export function formatNumber(value: number, decimals = 3): string {
  const text = Math.abs(value).toFixed(decimals);
  const negative = value < 0 && Number(text) !== 0;
  return negative ? `${MINUS}${text}` : text;
}

export function formatPercent(share: number, decimals = 1): string {
  return `${formatNumber(share * 100, decimals)}\u202f%`;
}

export function formatInterval(low: number, high: number, decimals = 3): string {
  return `[${formatNumber(low, decimals)}, ${formatNumber(high, decimals)}]`;
}

export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
