import { analysedRaters, type StudyReport } from "../report.ts";
import { STATEMENTS } from "../statement.ts";
import { isTold, LEVEL, listPairs } from "./arm-pairs.ts";

/** With fewer raters than this resamples are too alike to trust: simulated coverage was looked at from here on (docs/statistics.md). */
const FEW_RATERS = 10;

/** What these data do not support, from the data themselves. */
export function listCaveats(report: StudyReport): string[] {
  const { simulated, arms } = report;
  const thin = arms.filter((arm) => arm.raters < 2).map((arm) => arm.label);
  const hasBoth = STATEMENTS.every((statement) => arms.some((arm) => arm.statement === statement));
  return [
    simulated ? "Anything about people: every answer here is simulated." : null,
    ...raterCaveats(report),
    thin.length > 0 ? `Anything about ${thin.join(", ")}: fewer than two raters have judged it.` : null,
    ...pairCaveats(report),
    hasBoth
      ? "Whether maps for a class do better than maps against one: they were judged under different sentences."
      : null,
    ...metricCaveats(report),
    "Whether a method is faithful to the model: a plausible map can be wrong about the model, and a faithful one implausible.",
    "Other data sets, models and people than these.",
  ].filter((caveat) => caveat !== null);
}

function raterCaveats(report: StudyReport): (string | null)[] {
  const { agreement } = report;
  const raters = analysedRaters(report);
  return [
    raters < FEW_RATERS
      ? `How wide the intervals really are: ${raters} ${raters === 1 ? "rater is" : "raters are"} few to resample, although intervals are widened for their number.`
      : null,
    "undefined" in agreement && agreement.undefined !== "answers_have_no_alpha"
      ? "Whether raters agree: no picture has answers to pair."
      : null,
    report.betweenRaters || "undefined" in agreement || agreement.value >= 0.667
      ? null
      : "Which single map is better than which: raters agree too little for that.",
  ];
}

function pairCaveats(report: StudyReport): string[] {
  return STATEMENTS.flatMap((statement) => {
    const tested = listPairs(report, statement).filter(({ test }) => "p" in test);
    if (tested.length === 0) return [];
    const maps = `maps ${statement} a class`;
    const most = Math.max(...tested.map(({ test }) => ("p" in test ? test.n : 0)));
    if (report.betweenRaters && Math.min(1, tested.length * leastPBetween(most)) >= LEVEL)
      return `Whether methods differ: with ${most} raters of both methods of a pair and ${tested.length} ${tested.length === 1 ? "pair" : "pairs"} tested, no corrected p can be below ${LEVEL}.`;
    if (!report.betweenRaters && leastP(most, tested.length) >= LEVEL)
      return `Whether methods differ, for ${maps}: with ${most} raters who tell a pair apart and ${tested.length} ${tested.length === 1 ? "pair" : "pairs"} tested, no corrected p can be below ${LEVEL}.`;
    const open = tested.filter((pair) => !isTold(pair)).length;
    return open === 0
      ? []
      : `That methods are equal: ${open} of ${tested.length} pairs of ${maps} are not told apart, which may be for want of raters.`;
  });
}

/** The smallest p that the exact signed-rank test can give: all n raters prefer the same side; times the pairs, by Holm. */
function leastP(raters: number, pairs: number): number {
  return Math.min(1, pairs * 2 ** (1 - raters));
}

/** The same of the exact rank-sum test, two-sided: all raters of one side lie above all of the other, half of n each: 2 / C(n, n / 2). */
function leastPBetween(raters: number): number {
  const side = Math.floor(raters / 2);
  let ways = 1;
  for (let i = 1; i <= side; i++) ways = (ways * (raters - side + i)) / i;
  return 2 / ways;
}

function metricCaveats({ correlations, reliability = [] }: StudyReport): (string | null)[] {
  const tried = correlations.filter(({ rho }) => "value" in rho).length;
  const unlimited = reliability.filter(({ ceiling }) => "undefined" in ceiling);
  return [
    tried > 1
      ? `Which metric predicts the answers best: of ${tried} correlations, whose intervals are not corrected for their number, the highest is high by chance as well.`
      : null,
    ...unlimited.map(
      ({ statement }) =>
        `How well any metric could predict the answers about maps ${statement} a class: these answers are too few, or too unlike each other, to say.`,
    ),
  ];
}
