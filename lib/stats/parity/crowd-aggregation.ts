import { dawidSkene } from "../aggregation/dawid-skene.ts";
import { glad } from "../aggregation/glad.ts";
import { kos } from "../aggregation/kos.ts";
import { type LabelPosteriors, likeliestLabels, rowsOf } from "../aggregation/label-posteriors.ts";
import { mace } from "../aggregation/mace.ts";
import { majorityVote } from "../aggregation/majority-vote.ts";
import { tabulateVotes, type Votes } from "../aggregation/votes.ts";
import { compareExpected } from "./compare-expected.ts";
import { statsKind } from "./stats-kind.ts";

interface Inputs {
  rows: number[][];
  n_tasks: number;
  n_workers: number;
  n_labels: number;
  expected: Record<string, unknown> & { dawid_skene_crowdkit_stop?: { rounds: number } };
}

/** The references of these start at random: as many tasks may differ. */
const STARTED_AT_RANDOM = ["glad_labels", "mace_labels", "kos_labels"];
const MAY_DIFFER = 0.1;
/** Of the case itself, not answers: the truth that answers were drawn from, and what two references differ by. */
const NOT_ANSWERED = ["truth", "max_diff_to_crowdkit"];

interface Answers extends Record<string, unknown> {
  majority_shares: number[][];
  majority: number[][];
}

/** Labels from many workers: majority, Dawid and Skene after given rounds, and three models. */
export const crowdAggregation = statsKind<Inputs>(
  (question) => {
    const votes = tabulateVotes(question.rows, {
      tasks: question.n_tasks,
      workers: question.n_workers,
      labels: question.n_labels,
    });
    const majority = majorityVote(votes);
    const rounds = question.expected.dawid_skene_crowdkit_stop?.rounds;
    const messages = kos(votes);
    return {
      majority_shares: rowsOf(majority.shares, votes.labels),
      majority: majority.labels,
      dawid_skene_10: answerDawidSkene(votes, 10),
      dawid_skene_crowdkit_stop: rounds && { rounds, ...answerDawidSkene(votes, rounds) },
      glad_labels: firstLabels(glad(votes).posteriors, votes.labels),
      mace_labels: firstLabels(mace(votes).posteriors, votes.labels),
      kos_labels: "undefined" in messages ? messages : messages.labels.map(([first]) => first),
    };
  },
  ({ rows, expected }, got, tolerance) => {
    const wanted = without(expected, [...STARTED_AT_RANDOM, ...NOT_ANSWERED]);
    const answers = got as Answers;
    const [byLabel, byAppearance] = [answers, renumbered(answers, rows)].map((one) =>
      compareExpected(wanted, one, tolerance),
    );
    const closeness = byAppearance.differences.length < byLabel.differences.length ? byAppearance : byLabel;
    for (const at of STARTED_AT_RANDOM.filter((name) => name in expected)) {
      const share = differing(expected[at] as number[], answers[at]);
      closeness.numbers++;
      if (!(share <= MAY_DIFFER))
        closeness.differences.push({ at, found: `another in ${100 * share} % of tasks` });
    }
    return closeness;
  },
);

/** The majority with labels numbered as they first appear in the answers, which is how the reference's tables may have them. */
function renumbered(answers: Answers, rows: readonly number[][]): Answers {
  const order = [...new Set(rows.map(([, , label]) => label))];
  return {
    ...answers,
    majority_shares: answers.majority_shares.map((shares) => order.map((label) => shares[label])),
    majority: answers.majority.map((labels) =>
      labels.map((label) => order.indexOf(label)).sort((a, b) => a - b),
    ),
  };
}

function answerDawidSkene(votes: Votes, rounds: number) {
  const { posteriors, confusions, priors } = dawidSkene(votes, { rounds, tolerance: 0 });
  const { labels } = votes;
  return {
    posteriors: rowsOf(posteriors, labels),
    labels: firstLabels(posteriors, labels),
    confusions: rowsOf(confusions, labels * labels).map((one) => rowsOf(Float64Array.from(one), labels)),
    priors,
  };
}

function firstLabels(posteriors: LabelPosteriors, labels: number): number[] {
  return likeliestLabels(posteriors, labels).map(([first]) => first);
}

/** Share of tasks with another label; NaN for no list of labels. */
function differing(want: readonly number[], got: unknown): number {
  if (!Array.isArray(got) || got.length !== want.length) return Number.NaN;
  return want.filter((label, task) => label !== got[task]).length / want.length;
}

/** The object and those in it without these keys. */
function without(value: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  const kept = Object.entries(value).filter(([name]) => !names.includes(name));
  return Object.fromEntries(
    kept.map(([name, one]) => {
      const isPlain = typeof one === "object" && one !== null && !Array.isArray(one);
      return [name, isPlain ? without(one as Record<string, unknown>, names) : one];
    }),
  );
}
