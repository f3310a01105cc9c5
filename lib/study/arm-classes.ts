import type { Explainer } from "#lib/explain/define-explainer.ts";

/** Of an image, an arm has the map of the class that its target rule picks, a map of every class, or of every class one and the same. */
export type ArmClasses = "one" | "every" | "alike";

/**
 * @param arm its target rule, see lib/explain/targets.ts, or "every" for maps of all classes
 * @param explainer null for maps made elsewhere
 */
export function armClasses(
  { targetRule }: { targetRule: string },
  explainer: Pick<Explainer, "explains" | "random"> | null,
): ArmClasses {
  if (targetRule !== "every" || explainer === null) return "one";
  // Only controls explain nothing in particular, and what is not drawn at random is then the same whatever is asked.
  return explainer.explains === "either" && !explainer.random ? "alike" : "every";
}
