import type { Measure } from "./template.ts";

/** E.g. "Mean rating", as a title begins. */
export const measureTitle = ({ name }: Measure): string => name.charAt(0).toUpperCase() + name.slice(1);

/** E.g. "mean rating, 1 to 5", or "share preferred, 0 to 1, by chance 0.5". */
export function measureRange({ name, low, high, chance }: Measure): string {
  return `${name}, ${low} to ${high}${chance === null ? "" : `, by chance ${Number(chance.toFixed(3))}`}`;
}
