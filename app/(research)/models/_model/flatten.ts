/** Nested settings as lines: "slotHead.lambda" and so on. */
export function flatten(value: unknown, path = ""): [string, string][] {
  if (value === null || typeof value !== "object") return [[path, String(value ?? "none")]];
  if (Array.isArray(value)) return [[path, value.map(String).join(", ")]];
  return Object.entries(value).flatMap(([key, part]) => flatten(part, path ? `${path}.${key}` : key));
}
