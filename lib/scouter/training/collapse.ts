import { AppError } from "#lib/errors.ts";
import type { NamedArrays } from "../named-array.ts";

/** Smoothing of what is watched: the last twenty steps or so decide. */
const MEMORY = 0.95;
/** Steps before the first judgement. */
const PATIENCE = 40;
/** Below this mean attention the sigmoid is flat and no gradient comes back; above its mirror image likewise. */
const DEAD_AREA = 1e-3;
/** Chance accuracy times this still counts as chance. */
const NEAR_CHANCE = 1.5;
/** Share of the training by which something must have been learnt. */
const LEARNT_BY = 1 / 3;

/** What is remembered of the steps; plain numbers, so that a checkpoint can hold it. */
export interface CollapseState {
  steps: number;
  loss: number;
  accuracy: number;
  area: number;
}

export const FRESH_COLLAPSE_STATE: CollapseState = { steps: 0, loss: 0, accuracy: 0, area: 0.5 };

export interface ObservedStep {
  /** Cross-entropy with the area term. */
  loss: number;
  accuracy: number;
  /** Mean attention; null without slots. */
  area: number | null;
  /** Step over all steps, in (0, 1]. */
  progress: number;
  classes: number;
  /** Weight of the area loss at the end of its ramp. */
  lambda: number;
}

function smooth(before: number, now: number, steps: number): number {
  const weight = Math.max(1 - MEMORY, 1 / (steps + 1));
  return before + weight * (now - before);
}

/**
 * Looks whether a training has died, step by step: a loss that is no number, attention that is nowhere or everywhere, or
 * nothing learnt after a third of it. @throws AppError `invalid` that says what to change
 */
export function observeStep(state: CollapseState, step: ObservedStep): CollapseState {
  const { loss, accuracy, area, progress, classes, lambda } = step;
  if (!Number.isFinite(loss)) {
    throw collapsed(
      "nan",
      "The loss is no longer a number: use a smaller learning rate, or clip the gradients.",
    );
  }
  const now = {
    steps: state.steps + 1,
    loss: smooth(state.loss, loss, state.steps),
    accuracy: smooth(state.accuracy, accuracy, state.steps),
    area: area === null ? 0.5 : smooth(state.area, area, state.steps),
  };
  if (now.steps < PATIENCE) return now;
  const isAtChance = now.accuracy < NEAR_CHANCE / classes;
  if (isAtChance && now.area < DEAD_AREA) {
    throw collapsed(
      "area 0",
      `The attention has gone to zero (mean ${now.area.toExponential(1)}) and the accuracy to chance (${now.accuracy.toFixed(2)}): use a smaller lambda than ${lambda}, or ramp it up from 0.`,
    );
  }
  if (isAtChance && now.area > 1 - DEAD_AREA) {
    throw collapsed(
      "area 1",
      `The attention is everywhere (mean ${now.area.toFixed(4)}) and the accuracy at chance (${now.accuracy.toFixed(2)}): use a smaller learning rate, or scale the dots by d^-1/2.`,
    );
  }
  if (isAtChance && progress >= LEARNT_BY && now.loss > 0.97 * Math.log(classes)) {
    // One slot of few classes, or a cell of a coarse feature map, costs more than it gains.
    const lighter = area === null || lambda === 0 ? "" : `use a smaller lambda than ${lambda}, `;
    throw collapsed(
      "chance",
      `After ${Math.round(100 * progress)} % of the training the accuracy is still chance (${now.accuracy.toFixed(2)}, loss ${now.loss.toFixed(2)}): ${lighter}check the labels, train longer, or change the learning rate.`,
    );
  }
  return now;
}

/**
 * Looks whether all weights and running statistics are numbers: in training the statistics of a batch hide what has become of
 * the running ones, and the loss may look alive. @throws AppError `invalid` that says what to change
 */
export function observeWeights(arrays: NamedArrays): void {
  for (const [name, { data }] of Object.entries(arrays)) {
    for (let i = 0; i < data.length; i++) {
      if (Number.isFinite(data[i])) continue;
      throw collapsed(
        "nan",
        `${name} is no longer a number: use a smaller learning rate, or clip the gradients.`,
      );
    }
  }
}

const collapsed = (how: string, message: string) =>
  new AppError("invalid", `The training has collapsed. ${message}`, { reason: "collapsed", how });
