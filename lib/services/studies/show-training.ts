import { AppError } from "#lib/errors.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import type { StimulusWording } from "#lib/study/stimulus-wording.ts";
import { MOST_CLASSES } from "#lib/study/training.ts";
import type { Practice, Shown } from "./choose-practice.ts";
import type { NamedAnswer } from "./read-named-answers.ts";

/**
 * The classes that may be chosen where the computer's answer is to be predicted: all that it names on the study's images, and all that
 * these are of, in the order of their code units. Everybody is offered the same ones in the same order: nobody has to
 * look for a class again, and no arm is favoured by the place of one.
 * @throws AppError `invalid` for fewer than two, or more than have a key each
 */
export function listClasses(
  answers: ReadonlyMap<string, readonly NamedAnswer[]>,
  imageIds: readonly string[],
): string[] {
  const named = imageIds.flatMap((id) =>
    answers
      .get(id)!
      .flatMap(({ className, trueClass }) => [className, ...(trueClass === null ? [] : [trueClass])]),
  );
  const classes = [...new Set(named)].sort();
  if (classes.length < 2)
    throw new AppError(
      "invalid",
      "The computer answers every image of this run alike: there is nothing to predict. Choose a run of several classes.",
    );
  if (classes.length > MOST_CLASSES)
    throw new AppError(
      "invalid",
      `The images of this study have ${classes.length} classes, and people can choose among ${MOST_CLASSES}: choose a run of fewer classes.`,
    );
  return classes;
}

/** An image of training, as each arm shows it: answered first, then told what the computer answered. */
export function showTraining(practice: Practice): Shown[] {
  const { maps, design } = practice;
  const { computerAnswered } = LANGUAGES[design.language].practice;
  return maps.map(({ answer }, arm) => {
    const wording = word(practice, arm, "practice");
    const { at } = wording.named!;
    return {
      arm,
      wording: { ...wording, feedback: { low: at, high: at, because: computerAnswered(answer) } },
    };
  });
}

/** An image of the test: the same picture in every arm, which tells nothing. */
export function showTest(practice: Practice): Shown[] {
  return practice.maps.map((_, arm) => ({ arm, wording: word(practice, arm, "rated") }));
}

function word(
  { arms, maps, design: { classes = [] } }: Practice,
  arm: number,
  role: StimulusWording["role"],
): StimulusWording {
  const { answer, mapId, className } = maps[arm];
  const named = { at: classes.indexOf(className), of: classes.length };
  return { answer, mapId, statement: arms[arm].statement, role, named, feedback: null };
}
