import type { Undefined } from "#lib/stats/estimate.ts";
import { bestWorstScores } from "#lib/stats/preference/best-worst.ts";
import { bradleyTerry } from "#lib/stats/preference/bradley-terry.ts";
import { davidson } from "#lib/stats/preference/davidson.ts";
import { plackettLuce } from "#lib/stats/preference/plackett-luce.ts";
import type { BestWorstDetail, RankingDetail } from "./answer-detail.ts";
import type { AlikeAnswers } from "./tally-answers.ts";
import type { PreferenceModel } from "./template.ts";

/** Where each arm lies, and how likely two that lie alike are to tie. */
export interface PreferenceFit {
  /** Log-abilities that sum to 0, or of best and worst, (best - worst) / shown; null for an arm that was never shown. */
  scores: readonly (number | null)[];
  /** In [0, 1]; null where the model has no ties, or 0 of them were given. */
  ties: number | null;
}

/**
 * Fits one model of preference to all of these answers.
 *
 * Pairs: Davidson (1970), or where nobody gave a tie Bradley and Terry (1952), of which it is the limit; "both" and
 * "neither" are ties. Rankings: Plackett (1975) and Luce (1959). Best and worst: counts (Louviere, Flynn and Marley 2015).
 *
 * @param armIds in the order of the scores @param answers each with how often it was given
 * @returns undefined as those say, e.g. `comparison_graph_disconnected`, `win_graph_not_strongly_connected`
 */
export function fitPreference(
  model: PreferenceModel,
  armIds: readonly string[],
  answers: readonly AlikeAnswers[],
): PreferenceFit | Undefined {
  const at = new Map(armIds.map((armId, index) => [armId, index]));
  const shown = answers
    .filter(({ times }) => times > 0)
    .map(({ answer, times }) => ({ answer, times, arms: answer.panels.map(({ armId }) => at.get(armId)!) }));
  switch (model) {
    case "pairs":
      return fitPairs(shown, armIds.length);
    case "rankings":
      return fitRankings(shown, armIds.length);
    case "best-worst": {
      const trials = shown.map(({ answer: { value, detail }, arms }) => ({
        items: arms,
        best: arms[value],
        worst: arms[(detail as BestWorstDetail).worst],
      }));
      const times = shown.map((one) => one.times);
      const scores = bestWorstScores(trials, armIds.length, times).map(({ score }) =>
        "value" in score ? score.value : null,
      );
      return { scores, ties: null };
    }
  }
}

interface Shown extends AlikeAnswers {
  /** Of the panels, by their places. */
  readonly arms: readonly number[];
}

function fitPairs(shown: readonly Shown[], n: number): PreferenceFit | Undefined {
  const zeros = () => Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const [wins, ties] = [zeros(), zeros()];
  for (const { answer, times, arms } of shown) {
    const [a, b] = arms;
    if (answer.value === 0) wins[a][b] += times;
    else if (answer.value === 1) wins[b][a] += times;
    else {
      ties[a][b] += times;
      ties[b][a] += times;
    }
  }
  const withTies = davidson(wins, ties);
  if (!("undefined" in withTies)) return { scores: withTies.scores, ties: withTies.nu / (2 + withTies.nu) };
  if (withTies.undefined !== "no_ties") return withTies;
  const without = bradleyTerry(wins, ties);
  return "undefined" in without ? without : { scores: without.scores, ties: null };
}

function fitRankings(shown: readonly Shown[], n: number): PreferenceFit | Undefined {
  const given = new Map<string, number>();
  for (const { answer, times, arms } of shown) {
    const ranked = (answer.detail as RankingDetail).order.map((panel) => arms[panel]).join(" ");
    given.set(ranked, (given.get(ranked) ?? 0) + times);
  }
  const rankings = [...given.keys()].map((ranked) => ranked.split(" ").map(Number));
  const fit = plackettLuce(rankings, n, [...given.values()]);
  return "undefined" in fit ? fit : { scores: fit.scores, ties: null };
}
