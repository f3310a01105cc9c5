import type { Statement } from "./template.ts";

/**
 * Whether a map's answer names its class or rules it out.
 *
 * A method that explains evidence against a class makes "against" statements. A control explains nothing by itself:
 * where its target rule picks a class the image is not, it is there to match such a method, so it takes the same
 * sentence; naming that class as the answer would be false on its face.
 */
export function statementOf(explains: "for" | "against" | "either", targetRule: string): Statement {
  if (explains !== "either") return explains;
  return targetRule === "least-similar" || targetRule === "most-similar" ? "against" : "for";
}

/** In the order in which pages show them. */
export const STATEMENTS: readonly Statement[] = ["for", "against"];
