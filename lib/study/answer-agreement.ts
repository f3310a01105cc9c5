import { bootstrapAlphaOfUnits } from "#lib/stats/agreement/krippendorff.ts";
import type { Estimate } from "#lib/stats/estimate.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { GivenAnswer } from "./score-answers.ts";
import type { StudyTemplate } from "./template.ts";

/**
 * Krippendorff's alpha of a study's answers, at the level its template declares. The units are the sets of pictures that are judged
 * together, an image in one arm or in several; what is compared is the answer where one picture is judged, the class that was chosen
 * where one arm's maps of several classes are, and where several arms are, what it says of the first of them: so that it does not
 * matter which of them stood on the left.
 *
 * @returns undefined `answers_have_no_alpha` where the template says that answers can't agree in this sense, else as `bootstrapAlphaOfUnits`
 */
export function answerAgreement(
  { agreement, score }: Pick<StudyTemplate, "agreement" | "score">,
  answers: readonly GivenAnswer[],
  random: Random,
): Estimate {
  if (agreement === null) return { undefined: "answers_have_no_alpha" };
  if (new Set(answers.map(({ rater }) => rater)).size < 2) return { undefined: "fewer_than_two_raters" };
  const given = new Map<string, number[]>();
  for (const answer of answers) {
    const arms = [...new Set(answer.panels.map(({ armId }) => armId))].sort();
    const value =
      arms.length === 1
        ? answer.panels.length === 1
          ? answer.value
          : answer.panels[answer.value].classAt!
        : score(answer, answer.panels).find(({ armId }) => armId === arms[0])!.value;
    const unit = [answer.itemId, ...arms].join(" ");
    const values = given.get(unit);
    if (values) values.push(value);
    else given.set(unit, [value]);
  }
  // In the order of their names and of their values, whatever the order of the answers.
  const units = [...given]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, values]) => values.sort((a, b) => a - b));
  return bootstrapAlphaOfUnits(units, agreement, { random });
}
