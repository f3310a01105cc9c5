/** A decimal number of at most `decimals` places, without an exponent or needless zeros. */
export function decimal(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return short === "-0" ? "0" : short;
}
