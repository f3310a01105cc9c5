import { assignTrials } from "#lib/study/assignment.ts";
import type { ReportArm } from "#lib/study/compute-report.ts";
import type { RatedStimulus } from "#lib/study/score-answers.ts";
import { drawRater, simulateScaleRating } from "#lib/study/simulated-rater.ts";
import { createRandom } from "#lib/tensor/random.ts";

export interface PlantedDesign {
  raters: number;
  items: number;
  /** Mean plausibility of each arm's maps in [0, 1]; equal ones do not differ. */
  plausibility: readonly number[];
  /** Half the range of a map's own plausibility about its arm's. */
  spread: number;
}

export interface PlantedStudy {
  arms: ReportArm[];
  ratings: (RatedStimulus & { mapId: string })[];
  /** What every map's ratings are drawn about. */
  truth: ReadonlyMap<string, number>;
}

/**
 * A study whose truth is known: maps have a latent plausibility, simulated raters see them as real ones would be assigned to them. The maps
 * are the same for every `seed`, which draws raters: the study is repeated with other people.
 */
export function plantedStudy(
  { raters, items, plausibility, spread }: PlantedDesign,
  seed: string,
): PlantedStudy {
  const maps = createRandom("maps");
  const mapId = (item: number, arm: number) => `i${item} a${arm}`;
  const truth = new Map(
    plausibility.flatMap((centre, arm) =>
      Array.from({ length: items }, (_, item): [string, number] => [
        mapId(item, arm),
        centre + spread * (2 * maps.uniform() - 1),
      ]),
    ),
  );
  const random = createRandom(seed);
  const ratings = Array.from({ length: raters }, (_, index) => {
    const rater = drawRater(random);
    const trials = assignTrials({ items, arms: plausibility.length, trialsPerRater: items }, 1, index);
    return trials.map(({ item, arm }) => ({
      rater: `r${index}`,
      armId: `a${arm}`,
      itemId: `i${item}`,
      mapId: mapId(item, arm),
      correct: null,
      value: simulateScaleRating(rater, truth.get(mapId(item, arm))!, random),
    }));
  }).flat();
  const arms = plausibility.map((_, arm) => ({
    armId: `a${arm}`,
    label: `Method ${arm}`,
    explainerId: `method-${arm}`,
    statement: "for" as const,
  }));
  return { arms, ratings, truth };
}
