import { bootstrapAlpha } from "#lib/stats/agreement/krippendorff.ts";
import type { Estimate } from "#lib/stats/estimate.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { GivenAnswer } from "./score-answers.ts";
import type { StudyTemplate } from "./template.ts";

/**
 * Krippendorff's alpha of a study's answers, at the level its template declares. The units are the sets of pictures that are judged
 * together, an image in one arm or in several; what is compared is the answer where one picture is judged, the class that was chosen
 * where one arm's maps of several classes are, and where several arms are, what it says of the first of them: so that it does not
 * matter which of them stood on the left.
 *
 * @returns undefined `answers_have_no_alpha` where the template says that answers can't agree in this sense, else as `bootstrapAlpha`
 */
export function answerAgreement(
  { agreement, score }: Pick<StudyTemplate, "agreement" | "score">,
  answers: readonly GivenAnswer[],
  random: Random,
): Estimate {
  if (agreement === null) return { undefined: "answers_have_no_alpha" };
  const judged = answers.map((answer) => {
    const arms = [...new Set(answer.panels.map(({ armId }) => armId))].sort();
    const value =
      arms.length === 1
        ? answer.panels.length === 1
          ? answer.value
          : answer.panels[answer.value].classAt!
        : score(answer, answer.panels).find(({ armId }) => armId === arms[0])!.value;
    return { rater: answer.rater, unit: [answer.itemId, ...arms].join(" "), value };
  });
  const units = [...new Set(judged.map(({ unit }) => unit))].sort();
  const column = new Map(units.map((unit, at) => [unit, at]));
  const rows = [...groupBy(judged, ({ rater }) => rater).values()].map((own) => {
    const row: (number | null)[] = units.map(() => null);
    for (const { unit, value } of own) row[column.get(unit)!] = value;
    return row;
  });
  return bootstrapAlpha(rows, agreement, { random });
}
