import { AppError } from "#lib/errors.ts";
import { isComplete, type WeightsMatch } from "./match-weights.ts";

/** Names, or groups of them, that a message lists before it only counts the rest. */
const MOST_LISTED = 8;

/**
 * The arrays of a match that is complete. @throws AppError `invalid`: the message lists what differs, grouped by module
 * where it is much; `details` hold every name.
 */
export function requireComplete(match: WeightsMatch): WeightsMatch["arrays"] {
  if (isComplete(match)) return match.arrays;
  const { arrays: _, ...details } = match;
  throw new AppError("invalid", describeMismatch(match), details);
}

/** A paragraph on what keeps weights from fitting a model, or on what they hold beside it. */
export function describeMismatch(match: WeightsMatch): string {
  const { missing, unexpected, wrongShape, wrongType, notFinite } = match;
  const shapes = wrongShape.map(({ name, want, got }) => `${name} [${got}] instead of [${want}]`);
  const parts = [
    list("missing", missing, groups(missing)),
    list("of another shape", shapes, groups(wrongShape.map(({ name }) => name))),
    list(
      "of a type that does not serve",
      wrongType.map(({ why }) => why.replace(/\.$/, "")),
    ),
    list("with a number that is not finite", notFinite, groups(notFinite)),
    list("not expected", unexpected, groups(unexpected)),
  ];
  const verdict = isComplete(match) ? "These weights fit the model" : "These weights do not fit the model";
  return [`${verdict}.`, ...parts.filter(Boolean), prefixHint(missing, unexpected)].join(" ").trim();
}

/** `12 missing: a, b, … and 4 more.` In groups where there are too many to list and grouping helps. */
function list(what: string, items: string[], grouped: string[] = items): string {
  if (items.length === 0) return "";
  const shown = items.length > MOST_LISTED && grouped.length < items.length ? grouped : items;
  const rest = shown.length > MOST_LISTED ? `, and ${shown.length - MOST_LISTED} more` : "";
  return `${items.length} ${what}: ${shown.slice(0, MOST_LISTED).map(shorten).join(", ")}${rest}.`;
}

const shorten = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text);

/** Names by the first module that tells them apart: `backbone.layer1.* (48)`. */
function groups(names: string[]): string[] {
  if (names.length === 0) return [];
  const split = names.map((name) => name.split("."));
  let depth = 0;
  while (split.every((parts) => depth + 1 < parts.length && parts[depth] === split[0][depth])) depth++;
  const counts = new Map<string, number>();
  for (const parts of split) {
    const inside = parts.length > depth + 1 ? ".*" : "";
    const label = parts.slice(0, depth + 1).join(".") + inside;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].map(([label, count]) => (count === 1 ? label : `${label} (${count})`));
}

/** Missing names that are there under a common prefix, or without one, say what went wrong better than two long lists. */
function prefixHint(missing: string[], unexpected: string[]): string {
  const added = commonPrefix(missing, unexpected);
  if (added) return `All that is missing is there with "${added}" in front of its name.`;
  const dropped = commonPrefix(unexpected, missing);
  if (dropped) return `What was not expected is missing under the same names with "${dropped}" in front.`;
  return "";
}

/** A prefix that makes every one of `short` a name in `long`. */
function commonPrefix(short: string[], long: string[]): string | null {
  if (short.length === 0) return null;
  const names = new Set(long);
  const prefixes = long
    .filter((name) => name.endsWith(`.${short[0]}`))
    .map((name) => name.slice(0, -short[0].length));
  return prefixes.find((prefix) => short.every((name) => names.has(prefix + name))) ?? null;
}
