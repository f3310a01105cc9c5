import { describe, expect, it } from "vitest";
import { dawidSkene } from "#lib/stats/aggregation/dawid-skene.ts";
import { glad } from "#lib/stats/aggregation/glad.ts";
import { kos } from "#lib/stats/aggregation/kos.ts";
import { likeliestLabels, rowsOf } from "#lib/stats/aggregation/label-posteriors.ts";
import { mace } from "#lib/stats/aggregation/mace.ts";
import { majorityVote } from "#lib/stats/aggregation/majority-vote.ts";
import { tabulateVotes, type Votes } from "#lib/stats/aggregation/votes.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { fitted } from "#test/support/choices.ts";
import { careful, contrary, drawVotes, habit, renumberVotes, shareRight } from "#test/support/crowd.ts";

const MODELS = { dawidSkene, mace, glad };
const models = Object.entries(MODELS);
const labelsOf = (model: (votes: Votes) => { posteriors: Float64Array }, votes: Votes) =>
  likeliestLabels(model(votes).posteriors, votes.labels);

describe("labels of many workers", () => {
  const workers = [0.9, 0.9, 0.8, 0.6, 0.4, 0.2].map((probability) => careful(probability, 3));
  const { votes, truth } = drawVotes(createRandom("crowd"), 200, 3, workers);

  it.each(models)("are by %s as good as by majority or better, where workers differ", (_, model) => {
    const byMajority = shareRight(majorityVote(votes).labels, truth);
    expect(shareRight(labelsOf(model, votes), truth)).toBeGreaterThanOrEqual(byMajority);
    expect(byMajority).toBeGreaterThan(0.85);
  });

  it.each(models)("do not depend by %s on how workers and labels are numbered", (_, model) => {
    const labels = [2, 0, 1];
    const other = renumberVotes(votes, labels, [5, 3, 1, 0, 2, 4]);
    const want = rowsOf(model(votes).posteriors, 3);
    rowsOf(model(other).posteriors, 3).forEach((row, t) => {
      labels.forEach((label, before) => {
        expect(row[label]).toBeCloseTo(want[t][before], 6);
      });
    });
  });

  it.each(models)("are by %s undecided between two who always contradict each other", (_, model) => {
    const opposed = tabulateVotes(
      [0, 1, 2, 3].flatMap((t) => [
        [t, 0, t % 2],
        [t, 1, 1 - (t % 2)],
      ]),
      { tasks: 4, workers: 2, labels: 2 },
    );
    for (const row of rowsOf(model(opposed).posteriors, 2)) expect(row[0]).toBeCloseTo(0.5, 9);
    expect(majorityVote(opposed).labels).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    expect(fitted(kos(opposed)).labels).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });

  it("keep their shares, and a tie is a tie", () => {
    const { shares, labels } = majorityVote(
      tabulateVotes(
        [
          [0, 0, 2],
          [0, 1, 0],
          [1, 0, 1],
        ],
        { tasks: 2, workers: 2, labels: 3 },
      ),
    );
    expect(Array.from(shares)).toEqual([0.5, 0, 0.5, 0, 1, 0]);
    expect(labels).toEqual([[0, 2], [1]]);
  });

  it("refuse an index out of range and a task without an answer", () => {
    const sizes = { tasks: 1, workers: 1, labels: 2 };
    expect(() => tabulateVotes([[0, 0, 2]], sizes)).toThrow(RangeError);
    expect(() => tabulateVotes([[0, 0.5, 1]], sizes)).toThrow(RangeError);
    expect(() => tabulateVotes([[0, 0, 1]], { ...sizes, tasks: 2 })).toThrow(RangeError);
  });
});

describe("dawidSkene", () => {
  it("finds how each worker answers", () => {
    const random = createRandom("confusions");
    const { votes } = drawVotes(random, 3000, 2, [
      careful(0.8, 2),
      careful(0.6, 2),
      careful(0.7, 2),
      habit(1),
    ]);
    const { confusions, priors } = dawidSkene(votes);
    // Right with p + (1 - p) / 2.
    for (const [worker, right] of [0.9, 0.8, 0.85].entries()) {
      expect(confusions[worker * 4]).toBeCloseTo(right, 1);
      expect(confusions[worker * 4 + 3]).toBeCloseTo(right, 1);
    }
    expect(confusions[12]).toBeLessThan(1e-6);
    expect(priors[0] + priors[1]).toBeCloseTo(1, 12);
  });

  it("learns from workers who answer the opposite, where the majority is wrong", () => {
    // The opposites are the fewer, but with three guessing the majority errs often.
    const workers = [careful(0.9, 2), careful(0.9, 2), careful(0.9, 2), contrary, contrary];
    const { votes, truth } = drawVotes(createRandom("opposites"), 200, 2, workers);
    expect(shareRight(labelsOf(dawidSkene, votes), truth)).toBe(1);
    expect(shareRight(majorityVote(votes).labels, truth)).toBeLessThan(0.9);
  });

  it("stops after the rounds asked for, or when nothing changes", () => {
    const { votes } = drawVotes(
      createRandom("rounds"),
      50,
      2,
      [0.9, 0.5, 0.3].map((p) => careful(p, 2)),
    );
    expect(dawidSkene(votes, { rounds: 3, tolerance: 0 }).rounds).toBe(3);
    const settled = dawidSkene(votes, { rounds: 1000 }).rounds;
    expect(settled).toBeLessThan(1000);
    expect(dawidSkene(votes, { rounds: 1000, tolerance: 1e-10 }).rounds).toBeGreaterThan(settled);
  });
});

describe("mace", () => {
  it("gives workers who do not look a competence near 0, and the careful theirs", () => {
    const workers = [careful(0.9, 4), careful(0.7, 4), careful(0.5, 4), habit(2), careful(0, 4)];
    const { votes } = drawVotes(createRandom("spam"), 2000, 4, workers);
    const { competence } = mace(votes);
    for (const [worker, truth] of [0.9, 0.7, 0.5, 0, 0].entries())
      expect(Math.abs(competence[worker] - truth)).toBeLessThan(0.07);
  });
});

describe("glad", () => {
  it("orders workers by ability, guessing near 0, and finds the tasks on which the able disagree hard", () => {
    const random = createRandom("glad");
    const workers = [careful(0.95, 2), careful(0.9, 2), careful(0.8, 2), careful(0.6, 2), careful(0, 2)];
    const { votes } = drawVotes(random, 400, 2, workers);
    const { ability, easiness } = glad(votes);
    expect(ability[0]).toBeGreaterThan(ability[2]);
    expect(ability[2]).toBeGreaterThan(ability[4]);
    expect(Math.abs(ability[4])).toBeLessThan(0.3);
    const given = (t: number) => workers.slice(0, 4).map((_, w) => votes.label[t * workers.length + w]);
    const mean = (tasks: number[]) => tasks.reduce((sum, t) => sum + easiness[t], 0) / tasks.length;
    const tasks = Array.from(easiness.keys());
    const [agreed, split] = [1, 2].map((kinds) => tasks.filter((t) => new Set(given(t)).size === kinds));
    expect(mean(agreed)).toBeGreaterThan(mean(split));
  });

  it("finds who answers the opposite", () => {
    const { votes } = drawVotes(createRandom("contrary"), 100, 2, [careful(1, 2), careful(0.9, 2), contrary]);
    expect(glad(votes).ability[2]).toBeLessThan(-0.5);
  });
});

describe("kos", () => {
  it("is right where majority is not, with workers who answer the opposite", () => {
    const workers = [careful(0.9, 2), careful(0.9, 2), careful(0.9, 2), contrary, contrary];
    const { votes, truth } = drawVotes(createRandom("messages"), 200, 2, workers);
    expect(shareRight(fitted(kos(votes)).labels, truth)).toBeGreaterThan(0.97);
  });

  it("turns with its labels, and leaves one answer a task as it is", () => {
    const { votes } = drawVotes(
      createRandom("signs"),
      60,
      2,
      [0.9, 0.7, 0.4].map((p) => careful(p, 2)),
    );
    const turned = fitted(kos(renumberVotes(votes, [1, 0], [0, 1, 2])));
    fitted(kos(votes)).labels.forEach(([label], t) => {
      expect(turned.labels[t]).toEqual([1 - label]);
    });
    const single = tabulateVotes(
      [
        [0, 0, 1],
        [1, 1, 0],
      ],
      { tasks: 2, workers: 2, labels: 2 },
    );
    expect(fitted(kos(single)).labels).toEqual([[1], [0]]);
  });

  it("is for two labels", () => {
    const three = tabulateVotes([[0, 0, 2]], { tasks: 1, workers: 1, labels: 3 });
    expect(kos(three)).toEqual({ undefined: "not_two_labels" });
  });
});
