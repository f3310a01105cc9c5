import type { StudyDesign } from "#lib/study/design.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import { type Candidate, extremes, practiceFeedback, spreadOut } from "#lib/study/practice.ts";
import { responseOf } from "#lib/study/response-of.ts";
import type { StimulusWording } from "#lib/study/stimulus-wording.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import type { MaterialArm, MaterialItem, MaterialMap } from "./load-material.ts";
import { objectShare } from "./object-share.ts";
import { showTraining } from "./show-training.ts";

/** One picture of an image: which arm's, and the words that go with it. */
export interface Shown {
  arm: number;
  /** Of one of the image's other classes, where it shows several; the arm's map of the answer elsewhere. */
  map?: MaterialMap;
  /** Which of the image's classes that is; absent of the answer. */
  classAt?: number;
  wording: StimulusWording;
}

/** An image with what each arm has of it. */
export interface Practice {
  readonly item: MaterialItem;
  readonly arms: readonly MaterialArm[];
  readonly maps: readonly MaterialMap[];
  readonly template: StudyTemplate;
  readonly design: StudyDesign;
}

/**
 * What is shown of one practice image. Where practice teaches, the first one becomes the instruction's pair, with the maps that lie
 * most and least on its object, and the others become trials that tell how well the answer fits, in turn with such a good and such a
 * poor map. Where it is training, everybody learns from each image, under the arm that is theirs. Elsewhere each is a trial like those that are rated.
 * @param index of the image among those of practice
 */
export function choosePractice(practice: Practice, index: number): Shown[] {
  const { item, arms, maps, template, design } = practice;
  if (template.shows.kind === "after-training") return showTraining(practice);
  const candidates = maps.flatMap((map, arm) =>
    arms[arm].plain ? [] : [{ arm, share: objectShare(map, item, design.encoding.size) }],
  );
  const stating = candidates.filter(({ arm }) => arms[arm].statement === "for");
  const { best, worst } = extremes(stating.length >= 2 ? stating : candidates);
  const isGood = index % 2 === 1;
  if (!template.teaches) return chooseTrial(practice, candidates, isGood).map((arm) => show(practice, arm));
  const turn = isGood ? best : worst;
  if (index > 0) return [show(practice, turn.arm, { feedback: turn })];
  return best.arm === worst.arm
    ? [show(practice, best.arm, { role: "good-example" })]
    : [
        show(practice, best.arm, { role: "good-example" }),
        show(practice, worst.arm, { role: "bad-example" }),
      ];
}

/** The arms of a practice trial that is like the rated ones. */
function chooseTrial(
  { arms, template, design }: Practice,
  candidates: readonly Candidate[],
  isGood: boolean,
): number[] {
  const pick = (among: readonly Candidate[]) => extremes(among)[isGood ? "best" : "worst"].arm;
  switch (template.shows.kind) {
    case "one-arm":
    case "classes":
    case "after-training":
      return [pick(candidates)];
    case "plain":
      return [arms.findIndex(({ plain }) => plain)];
    case "arms":
      return spreadOut(candidates, design.panels).map(({ arm }) => arm);
    case "beside-reference": {
      const reference = design.referenceArm!;
      return [reference, pick(candidates.filter(({ arm }) => arm !== reference))];
    }
  }
}

function show(
  { arms, maps, template, design }: Practice,
  arm: number,
  { role = "practice", feedback }: { role?: StimulusWording["role"]; feedback?: Candidate } = {},
): Shown {
  const { answer, mapId } = maps[arm];
  const response = responseOf(template, design);
  const words = LANGUAGES[design.language].practice;
  const points = response.kind === "scale" ? response.values.length : 0;
  return {
    arm,
    wording: {
      answer,
      mapId,
      statement: arms[arm].statement,
      role,
      feedback: feedback ? practiceFeedback(feedback.share, answer, words, points) : null,
    },
  };
}
