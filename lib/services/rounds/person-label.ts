/** A, B, ... Z, AA, AB, ...: people of a round, named without their names. */
export function personLabel(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : personLabel(Math.floor(index / 26) - 1) + last;
}
