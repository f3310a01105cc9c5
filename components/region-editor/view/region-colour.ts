/** The colour a class is drawn in: neighbours in the list differ most (golden angle). Regions without class are grey. */
export function regionColour(index: number): string {
  if (index < 0) return "oklch(0.8 0 0)";
  return `oklch(0.8 0.16 ${((index * 137.508 + 165) % 360).toFixed(1)})`;
}
