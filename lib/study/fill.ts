/** Fills in the words in braces: fill("{at} of {of}", { at: 1, of: 8 }) is "1 of 8". */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}
