import fc from "fast-check";
import type { AssignmentDesign } from "#lib/study/assignment.ts";

/** Any design of assignment with up to so many images and arms. */
export function assignmentDesigns(most: { items: number; arms: number }): fc.Arbitrary<AssignmentDesign> {
  return fc
    .record({ items: fc.integer({ min: 1, max: most.items }), arms: fc.integer({ min: 1, max: most.arms }) })
    .chain(({ items, arms }) =>
      fc.record({
        items: fc.constant(items),
        arms: fc.constant(arms),
        trialsPerRater: fc.integer({ min: 1, max: items }),
      }),
    );
}

export const studySeeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** How far counts lie apart at most. */
export const spread = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);
