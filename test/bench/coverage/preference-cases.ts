import { computePreference } from "#lib/study/compute-preference.ts";
import type { ReportArm } from "#lib/study/compute-report.ts";
import { fitPreference } from "#lib/study/fit-preference.ts";
import type { Estimate } from "#lib/study/report.ts";
import type { GivenAnswer } from "#lib/study/score-answers.ts";
import { countKinds, tallyAnswers } from "#lib/study/tally-answers.ts";
import type { PreferenceModel } from "#lib/study/template.ts";
import { createRandom, type Random } from "#lib/tensor/random.ts";
import type { CoverageCase } from "./case.ts";

/** Where the arms lie for people on average, as logs of odds. */
const ABILITIES = [-0.6, 0, 0.1, 0.5];
/** How far one person's own scale lies from that, as a standard deviation. */
const OWN = 0.4;
const TRIALS = 20;
/** Weight of a tie: 1 gives one in three between equals. */
const TIES = 0.6;
/** So many raters that their fit stands for the truth. */
const POPULATION = 20_000;
const ARM_IDS = ABILITIES.map((_, arm) => `a${arm}`);
const ARMS: ReportArm[] = ARM_IDS.map((armId) => ({
  armId,
  label: armId,
  explainerId: armId,
  statement: "for",
}));

/** What one rater says of these arms, who likes each as much as `scores` says. */
type Answer = (
  arms: readonly number[],
  scores: readonly number[],
  random: Random,
) => Pick<GivenAnswer, "value" | "detail">;

const MODELS: { model: PreferenceModel; name: string; panels: number; answer: Answer }[] = [
  { model: "pairs", name: "Davidson, pairs with ties", panels: 2, answer: pairOf(TIES) },
  { model: "pairs", name: "Bradley and Terry, pairs without ties", panels: 2, answer: pairOf(0) },
  { model: "rankings", name: "Plackett and Luce, rankings of 3", panels: 3, answer: ranking },
  { model: "best-worst", name: "Best and worst of 3, counts", panels: 3, answer: bestAndWorst },
];

/** Each model of preference at each number of raters. */
export function preferenceCases(raters: readonly number[]): CoverageCase[] {
  return MODELS.flatMap(({ model, name, panels, answer }) => {
    const everybody = simulate(POPULATION, panels, answer, createRandom(`population ${name}`));
    const tally = tallyAnswers(everybody);
    const fit = fitPreference(model, ARM_IDS, countKinds(tally, tally.byRater.keys()));
    if ("undefined" in fit) throw new Error(`The population has no ${name}: ${fit.undefined}.`);
    return raters.map(
      (count): CoverageCase => ({
        name: `${name}; ${count} raters`,
        truth: `the same fit to ${POPULATION.toLocaleString("en-US")} raters`,
        simulate(random) {
          const answers = simulate(count, panels, answer, random.fork("answers"));
          const { arms } = computePreference(model, ARMS, answers, random.fork("resamples"));
          return arms.map(({ score }, at): { estimate: Estimate; truth: number } => ({
            estimate: score,
            truth: fit.scores[at]!,
          }));
        },
      }),
    );
  });
}

function simulate(raters: number, panels: number, answer: Answer, random: Random): GivenAnswer[] {
  return Array.from({ length: raters }, (_, rater) => {
    const own = ABILITIES.map((ability) => ability + OWN * random.normal());
    return Array.from({ length: TRIALS }, (_, trial): GivenAnswer => {
      const arms = random.shuffle([...ABILITIES.keys()]).slice(0, panels);
      return {
        rater: `r${rater}`,
        itemId: `i${trial}`,
        panels: arms.map((arm) => ({ armId: ARM_IDS[arm], mapId: null, correct: null })),
        ...answer(arms, own, random),
      };
    });
  }).flat();
}

function pairOf(ties: number): Answer {
  return ([a, b], scores, random) => {
    const [first, second] = [Math.exp(scores[a]), Math.exp(scores[b])];
    const tie = ties * Math.sqrt(first * second);
    const u = random.uniform() * (first + second + tie);
    return { value: u < first ? 0 : u < first + second ? 1 : 2, detail: null };
  };
}

/** Luce's choice of the best of what is left, places of the panels in that order. */
function orderOf(arms: readonly number[], scores: readonly number[], random: Random): number[] {
  // The largest of scores with Gumbel noise is Luce's choice (Yellott 1977).
  return arms
    .map((arm, panel) => ({ panel, noisy: scores[arm] - Math.log(-Math.log(random.uniform() || 1e-12)) }))
    .sort((x, y) => y.noisy - x.noisy)
    .map(({ panel }) => panel);
}

function ranking(arms: readonly number[], scores: readonly number[], random: Random): ReturnType<Answer> {
  const order = orderOf(arms, scores, random);
  return { value: order[0], detail: { order } };
}

function bestAndWorst(
  arms: readonly number[],
  scores: readonly number[],
  random: Random,
): ReturnType<Answer> {
  const order = orderOf(arms, scores, random);
  return { value: order[0], detail: { worst: order[order.length - 1] } };
}
