import { blockBalance, isLatinSquare, sequenceBalance } from "#lib/study/design-balance.ts";
import { balancedIncompleteBlocks } from "#lib/study/incomplete-blocks.ts";
import { williamsDesign } from "#lib/study/williams-design.ts";
import { compareExpected } from "./compare-expected.ts";
import { statsKind } from "./stats-kind.ts";

interface Sequences {
  n: number;
  example: number[][];
  property:
    | { sequences: number; each_ordered_adjacent_pair: number; each_treatment_per_position: number }
    | { is_latin: boolean; is_williams: boolean };
}
interface Blocks {
  v: number;
  k: number;
  blocks: number[][];
  property: { b: number; r: number; lambda: number };
}

/**
 * Designs have no one right answer: the property is what is checked, of the example, so that the check itself is, and of the design
 * that the product makes.
 */
export const designs = statsKind<Sequences | Blocks>(
  (question) => {
    if ("v" in question) {
      const { v, k, blocks } = question;
      const own = blockProperty(balancedIncompleteBlocks(v, k), v);
      return { example: blockProperty(blocks, v), own, no_larger: own.b <= blocks.length };
    }
    return { example: sequenceProperty(question.example, question.n), own: ownSequences(question.n) };
  },
  (question, got, tolerance) => {
    if ("is_latin" in question.property)
      return compareExpected({ example: question.property }, got, tolerance);
    if (!("v" in question))
      return compareExpected({ example: question.property, own: question.property }, got, tolerance);
    // Of blocks there may be fewer than in the example; balanced they must be.
    const { b, r, lambda } = (got as { own: ReturnType<typeof blockProperty> }).own;
    const balanced = r !== null && lambda !== null && r * question.v === b * question.k;
    const own = balanced ? { b, r, lambda } : "blocks that are not balanced";
    return compareExpected({ example: question.property, own, no_larger: true }, got, tolerance);
  },
);

const ownSequences = (n: number) => sequenceProperty(williamsDesign(n), n);

function sequenceProperty(sequences: number[][], n: number) {
  const { sequences: count, perPosition, perOrderedPair } = sequenceBalance(sequences, n);
  return {
    sequences: count,
    each_ordered_adjacent_pair: perOrderedPair,
    each_treatment_per_position: perPosition,
    is_latin: isLatinSquare(sequences, n),
    is_williams: perPosition !== null && perOrderedPair !== null,
  };
}

function blockProperty(blocks: number[][], v: number) {
  const { blocks: b, repeats: r, together: lambda } = blockBalance(blocks, v);
  return { b, r, lambda };
}
