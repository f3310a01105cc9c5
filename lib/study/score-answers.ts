import type { GivenResponse, ScoredPanel, StudyTemplate } from "./template.ts";

/** A picture of an answered trial. */
export interface AnsweredPanel extends ScoredPanel {
  /** The saliency map it shows; null where it shows none. */
  readonly mapId: string | null;
}

/** One answer as the analysis sees it. */
export interface GivenAnswer extends GivenResponse {
  readonly rater: string;
  readonly itemId: string;
  /** Those that are scored, in the order of their places on the screen where they were shown. */
  readonly panels: readonly AnsweredPanel[];
}

/** What one answer says of one arm's map. */
export interface RatedStimulus {
  readonly rater: string;
  readonly armId: string;
  readonly itemId: string;
  /** Null where the arm shows no map. */
  readonly mapId: string | null;
  /** Whether the computer's answer is right; null where the image's class is unknown. */
  readonly correct: boolean | null;
  readonly value: number;
}

/** What a study's answers say of its arms by the rule of its template, several rows an answer where it is about several. */
export function scoreAnswers(
  template: Pick<StudyTemplate, "score">,
  answers: readonly GivenAnswer[],
): RatedStimulus[] {
  return answers.flatMap((answer) => {
    const { rater, itemId, panels } = answer;
    // Of an arm's maps of several classes that of the computer's answer stands for them.
    const answers = panels.filter(({ classAt = 0 }) => classAt === 0);
    const panelOf = new Map(answers.map((panel) => [panel.armId, panel]));
    return template.score(answer, panels).map(({ armId, value }) => {
      const { mapId, correct } = panelOf.get(armId)!;
      return { rater, itemId, armId, mapId, correct, value };
    });
  });
}
