/** The value of an estimate. @throws Error with its reason where there is none */
export function numberOf(found: { value: number } | { undefined: string }): number {
  if ("undefined" in found) throw new Error(`undefined: ${found.undefined}`);
  return found.value;
}
