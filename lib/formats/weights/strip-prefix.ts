/** Takes each prefix off all names where all have it and none would be left empty. The same values under shorter names. */
export function stripPrefix<T>(
  arrays: Record<string, T>,
  prefixes: readonly string[],
): { arrays: Record<string, T>; prefix: string } {
  let entries = Object.entries(arrays);
  let taken = "";
  for (const prefix of prefixes) {
    if (!entries.every(([name]) => name.startsWith(prefix) && name.length > prefix.length)) continue;
    entries = entries.map(([name, array]) => [name.slice(prefix.length), array]);
    taken += prefix;
  }
  const stripped: Record<string, T> = Object.create(null);
  for (const [name, array] of entries) stripped[name] = array;
  return { arrays: stripped, prefix: taken };
}
