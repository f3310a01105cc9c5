import { alternate, type Stopping } from "./expectation-maximisation.ts";
import { type LabelPosteriors, normaliseRows } from "./label-posteriors.ts";
import type { Votes } from "./votes.ts";

export interface Glad {
  posteriors: LabelPosteriors;
  /** Of each worker: 0 = guesses, below 0 = answers the opposite. */
  ability: Float64Array;
  /** Of each task, above 0: near 0 = nobody can tell. */
  easiness: Float64Array;
  rounds: number;
}

/** Gaussian priors of ability and of log easiness (Whitehill et al. 2009, section 4). */
const PRIOR_MEAN = 1;
/** Of the M step: it need not end at the top, since every step up brings the labels nearer (generalised EM). */
const ASCENTS = 5;
const FIRST_STEP = 0.1;
const SMALLEST_STEP = 1e-9;

/**
 * Generative model of labels, abilities and difficulties (Whitehill et al. 2009): worker w is right on task t with probability
 *
 *   P(right) = 1 / (1 + exp(-a_w b_t)),   b_t = exp(g_t) > 0;   wrong answers are spread evenly over the other labels
 *
 * by expectation-maximisation from vote shares; the M step climbs the expected log-likelihood plus log priors N(1, 1) of a_w and
 * g_t by gradient ascent that halves its step until it gains. All labels are equally probable beforehand.
 */
export function glad(votes: Votes, stopping: Stopping = {}): Glad {
  const start = {
    ability: new Float64Array(votes.workers).fill(PRIOR_MEAN),
    logEasiness: new Float64Array(votes.tasks).fill(PRIOR_MEAN),
  };
  const { posteriors, model, rounds } = alternate<Model>(
    votes,
    { rounds: 50, ...stopping },
    (labels, before) => climb(votes, rightness(votes, labels), before ?? start),
    (found) => weighAnswers(votes, found),
  );
  return { posteriors, ability: model.ability, easiness: model.logEasiness.map(Math.exp), rounds };
}

interface Model {
  ability: Float64Array;
  logEasiness: Float64Array;
}

/** Of each answer, how probable it is to be right. */
function rightness({ labels, task, label }: Votes, posteriors: LabelPosteriors): Float64Array {
  return Float64Array.from(task, (t, v) => posteriors[t * labels + label[v]]);
}

/** Some steps uphill. @param right of each answer, how probable it is to be right */
function climb(votes: Votes, right: Float64Array, start: Model): Model {
  let model = start;
  let value = objective(votes, right, model);
  let step = FIRST_STEP;
  for (let ascent = 0; ascent < ASCENTS; ascent++) {
    const gradient = slope(votes, right, model);
    for (; step > SMALLEST_STEP; step /= 2) {
      const next = {
        ability: model.ability.map((a, w) => a + step * gradient.ability[w]),
        logEasiness: model.logEasiness.map((g, t) => g + step * gradient.logEasiness[t]),
      };
      const there = objective(votes, right, next);
      if (!(there > value)) continue;
      [model, value] = [next, there];
      step *= 2;
      break;
    }
  }
  return model;
}

const scoreOf = ({ task, worker }: Votes, { ability, logEasiness }: Model, v: number) =>
  ability[worker[v]] * Math.exp(logEasiness[task[v]]);

/** log(1 / (1 + exp(-x))), however large x. */
const logSigmoid = (x: number) => Math.min(0, x) - Math.log1p(Math.exp(-Math.abs(x)));

function objective(votes: Votes, right: Float64Array, model: Model): number {
  let sum = 0;
  for (const a of model.ability) sum -= (a - PRIOR_MEAN) ** 2 / 2;
  for (const g of model.logEasiness) sum -= (g - PRIOR_MEAN) ** 2 / 2;
  for (let v = 0; v < right.length; v++) {
    // log sigmoid(x) of what is right, and of -x, which is less by x, of what is not.
    const x = scoreOf(votes, model, v);
    sum += logSigmoid(x) - (1 - right[v]) * x;
  }
  return sum;
}

function slope(votes: Votes, right: Float64Array, model: Model): Model {
  const ability = model.ability.map((a) => PRIOR_MEAN - a);
  const logEasiness = model.logEasiness.map((g) => PRIOR_MEAN - g);
  right.forEach((p, v) => {
    const [w, t] = [votes.worker[v], votes.task[v]];
    const x = scoreOf(votes, model, v);
    const excess = p - Math.exp(logSigmoid(x));
    ability[w] += excess * Math.exp(model.logEasiness[t]);
    logEasiness[t] += excess * x;
  });
  return { ability, logEasiness };
}

function weighAnswers(votes: Votes, model: Model): LabelPosteriors {
  const { tasks, labels, task, label } = votes;
  const logs = new Float64Array(tasks * labels);
  task.forEach((t, v) => {
    const x = scoreOf(votes, model, v);
    const wrong = logSigmoid(-x) - Math.log(Math.max(1, labels - 1));
    for (let k = 0; k < labels; k++) logs[t * labels + k] += k === label[v] ? logSigmoid(x) : wrong;
  });
  return normaliseRows(logs, labels);
}
