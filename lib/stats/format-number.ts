const MINUS = "\u2212";

/** A number as the product prints it: fixed decimals, a true minus sign, no leading zero dropped. */
export function formatNumber(value: number, decimals = 3): string {
  const text = Math.abs(value).toFixed(decimals);
  const negative = value < 0 && Number(text) !== 0;
  return negative ? `${MINUS}${text}` : text;
}

/** A number of any size in few characters: from 100 000 on as 1.2e6. */
export function formatShort(value: number, decimals = 3): string {
  return Math.abs(value) < 1e5
    ? formatNumber(value, decimals)
    : value.toExponential(1).replace(".0e", "e").replace("e+", "e").replace("-", MINUS);
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

/** A p value to three places, "< 0.001" below them. @param equals what stands before the number otherwise */
export function formatP(p: number, equals = ""): string {
  if (p < 0.001) return "< 0.001";
  return `${equals}${formatNumber(p)}`;
}
