/** The x at which an increasing function reaches a value, by bisection, to 1e-12 of its size. */
export function solveIncreasing(
  f: (x: number) => number,
  value: number,
  [low, high]: readonly [number, number],
): number {
  let [below, above] = [low, high];
  while (above - below > 1e-12 * above) {
    const middle = (below + above) / 2;
    if (middle === below || middle === above) break;
    if (f(middle) < value) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}
