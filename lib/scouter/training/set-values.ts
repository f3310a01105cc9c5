import { AppError } from "#lib/errors.ts";

/** Nested settings as JSON has them. */
export type Nested = { [name: string]: unknown };

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** `optimiser.weightDecay=0.1`: a path and a value, which is JSON where it reads as such and text elsewhere. */
function parse(assignment: string): { path: string[]; value: unknown } {
  const at = assignment.indexOf("=");
  const path = assignment.slice(0, at).split(".");
  if (at < 1 || path.some((name) => !/^\w+$/.test(name) || FORBIDDEN.has(name))) {
    throw new AppError(
      "invalid",
      `A setting is given as name=value or part.name=value, not "${assignment}".`,
    );
  }
  const text = assignment.slice(at + 1);
  try {
    return { path, value: JSON.parse(text) };
  } catch {
    return { path, value: text };
  }
}

const isNested = (value: unknown): value is Nested =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The settings with these assignments made, in order; the given object is not changed. */
export function setValues<T extends object>(settings: T, assignments: readonly string[]): Nested {
  const out = structuredClone(settings) as Nested;
  for (const assignment of assignments) {
    const { path, value } = parse(assignment);
    let part = out;
    for (const name of path.slice(0, -1)) {
      if (!isNested(part[name])) part[name] = {};
      part = part[name] as Nested;
    }
    part[path[path.length - 1]] = value;
  }
  return out;
}
