/** What the address of somebody from a crowd platform says, by the names its platform declares; null where it has none or the address holds none of them. */
export function readArrival(
  names: readonly string[] | null,
  search: string,
): Readonly<Record<string, string>> | null {
  const given = new URLSearchParams(search);
  const found = (names ?? []).flatMap((name) => {
    const value = given.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}
