import { AppError } from "#lib/errors.ts";

/** Each concept's parent; null = a root. There may be several roots. */
export type Taxonomy = ReadonlyMap<string, string | null>;

/** A similarity in (0, 1], or why there is none. */
export type ConceptSimilarity = { value: number } | { undefined: "no_common_ancestor" };

/**
 * The concept and all above it, itself first.
 * @throws AppError `invalid` with `taxonomy_cycle` where the way up comes back, `unknown_concept` where it ends in nothing
 */
export function ancestors(taxonomy: Taxonomy, concept: string): string[] {
  const path: string[] = [];
  const seen = new Set<string>();
  for (let at: string | null = concept; at !== null; ) {
    const parent: string | null | undefined = taxonomy.get(at);
    if (parent === undefined) {
      throw new AppError("invalid", `The taxonomy does not hold “${at}”: add it, or its parent.`, {
        reason: "unknown_concept",
        concept: at,
      });
    }
    if (seen.has(at)) {
      throw new AppError(
        "invalid",
        `The taxonomy goes round in a circle at “${at}”: one of its parents is wrong.`,
        {
          reason: "taxonomy_cycle",
          concept: at,
        },
      );
    }
    seen.add(at);
    path.push(at);
    at = parent;
  }
  return path;
}

/**
 * Wu and Palmer's similarity (1994): 2 depth(lcs) / (depth(a) + depth(b)), lcs = lowest concept above both, a root's depth = 1.
 * In (0, 1], 1 = the same concept.
 *
 * @returns undefined `no_common_ancestor` for concepts below different roots
 * @throws AppError `invalid` for a circle or an unknown concept
 */
export function wuPalmer(taxonomy: Taxonomy, a: string, b: string): ConceptSimilarity {
  const [above, others] = [ancestors(taxonomy, a), ancestors(taxonomy, b)];
  const shared = new Set(others);
  const lowest = above.findIndex((concept) => shared.has(concept));
  if (lowest < 0) return { undefined: "no_common_ancestor" };
  return { value: (2 * (above.length - lowest)) / (above.length + others.length) };
}

/** [n][n] similarities of classes by a taxonomy. @throws AppError `invalid` for a circle or an unknown class */
export function wuPalmerMatrix(taxonomy: Taxonomy, classes: readonly string[]): ConceptSimilarity[][] {
  return classes.map((a) => classes.map((b) => wuPalmer(taxonomy, a, b)));
}

/** Class least similar to `row`'s, the first among equals; a class without a common ancestor is less similar than any other. */
export function leastSimilar(row: readonly ConceptSimilarity[]): number {
  const value = (one: ConceptSimilarity) => ("value" in one ? one.value : 0);
  return row.reduce((best, one, i) => (value(one) < value(row[best]) ? i : best), 0);
}

/** The class most similar to class `own`, itself left out, the first among equals; null where nothing is related. */
export function mostSimilar(row: readonly ConceptSimilarity[], own: number): number | null {
  let best: number | null = null;
  let top = 0;
  for (const [i, one] of row.entries()) {
    if (i === own || !("value" in one) || one.value <= top) continue;
    best = i;
    top = one.value;
  }
  return best;
}
