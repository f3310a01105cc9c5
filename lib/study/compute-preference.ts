import { DEFAULT_LEVEL, drawUnits, percentileInterval } from "#lib/stats/bootstrap.ts";
import type { Estimate } from "#lib/stats/estimate.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { ReportArm } from "./compute-report.ts";
import { fitPreference, type PreferenceFit } from "./fit-preference.ts";
import type { Preference } from "./report.ts";
import { resampleRaters } from "./resample-raters.ts";
import type { GivenAnswer } from "./score-answers.ts";
import { type AnswerTally, countKinds, tallyAnswers } from "./tally-answers.ts";
import type { PreferenceModel } from "./template.ts";

/** Each resample is a fit of its own; with so many an end point of an interval is steady to about a tenth of its width. */
const REPLICATES = 400;

/**
 * A study's model of preference: one scale on which its arms lie, each with a percentile interval that resamples whole
 * raters, because one person's comparisons are not independent; every number from the same resamples.
 *
 * @returns undefined with the reason of the fit (`fitPreference`): arms that never met the others, or never lost to them, lie
 * nowhere on a common scale; `never_shown`; `no_ties`; `fewer_than_two_raters`; `too_few_replicates` where most resamples cannot be fitted
 */
export function computePreference(
  model: PreferenceModel,
  arms: readonly ReportArm[],
  answers: readonly GivenAnswer[],
  random: Random,
): Preference {
  const armIds = arms.map(({ armId }) => armId);
  const tally = tallyAnswers(answers);
  const raters = tally.byRater.length;
  const fitted = fitPreference(model, armIds, countKinds(tally, tally.byRater.keys()));
  const resampled = "undefined" in fitted ? [] : resampledFits(model, armIds, tally, random);
  const { level = DEFAULT_LEVEL } = resampleRaters(answers, random);

  function estimate(pick: (fit: PreferenceFit) => number | null, none: "never_shown" | "no_ties"): Estimate {
    if ("undefined" in fitted) return fitted;
    const value = pick(fitted);
    if (value === null) return { undefined: none };
    if (raters < 2) return { undefined: "fewer_than_two_raters" };
    const values = resampled.map(pick).filter((one) => one !== null);
    if (values.length * 2 < REPLICATES) return { undefined: "too_few_replicates" };
    return { value, ...percentileInterval(Float64Array.from(values), level), n: raters };
  }

  return {
    model,
    arms: armIds.map((armId, at) => ({ armId, score: estimate(({ scores }) => scores[at], "never_shown") })),
    ties: model === "pairs" ? estimate(({ ties }) => ties, "no_ties") : null,
  };
}

/** Fits to resamples of the raters; those that have none are left out. */
function resampledFits(
  model: PreferenceModel,
  armIds: readonly string[],
  tally: AnswerTally,
  random: Random,
): PreferenceFit[] {
  const draw = drawUnits(random.fork("preference"), tally.byRater.length);
  const drawn = new Int32Array(tally.byRater.length);
  return Array.from({ length: REPLICATES }).flatMap(() => {
    draw(drawn);
    const fit = fitPreference(model, armIds, countKinds(tally, drawn));
    return "undefined" in fit ? [] : [fit];
  });
}
