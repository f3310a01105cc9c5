/** A ranking while it is made: the panels placed so far, best first, and what a tap on one does to it. */

/** Places a panel next, or takes a placed one back; the only panel left falls into the last place. */
export function placePanel(order: readonly number[], panel: number, panels: number): number[] {
  if (order.includes(panel)) return order.filter((other) => other !== panel);
  const placed = [...order, panel];
  if (placed.length < panels - 1) return placed;
  const left = Array.from({ length: panels }, (_, other) => other).filter((other) => !placed.includes(other));
  return [...placed, ...left];
}

/** Without the panel placed last by hand, and what fell into place after it. */
export function undoPlace(order: readonly number[], panels: number): number[] {
  return order.slice(0, order.length === panels ? -2 : -1);
}
