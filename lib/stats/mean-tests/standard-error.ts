import type { Undefined } from "../estimate.ts";
import {
  bothMoments,
  pairedMoments,
  pooledDeviation,
  type SampleMoments,
  sampleMoments,
} from "./sample-moments.ts";

/** A mean, or a difference of means, with what a t statistic of it needs. */
export interface StandardError {
  value: number;
  se: number;
  /** Degrees of freedom; Welch's are seldom whole. */
  df: number;
  /** Values, or pairs, that it rests on. */
  n: number;
}

/** Of a mean: s / sqrt n, n - 1 degrees of freedom. @returns undefined `too_few_points`, `zero_variance` */
export function meanError(x: readonly number[]): StandardError | Undefined {
  return ofOne(sampleMoments(x));
}

/** Of the mean of x - z over pairs. @returns undefined `too_few_points`, `zero_variance` when every pair differs by the same */
export function pairedError(x: readonly number[], z: readonly number[]): StandardError | Undefined {
  return ofOne(pairedMoments(x, z));
}

/** Of mean x - mean y, of equal variance: s_p sqrt(1/n_x + 1/n_y). @returns undefined `too_few_points`, `zero_variance` */
export function pooledError(x: readonly number[], y: readonly number[]): StandardError | Undefined {
  const both = bothMoments(x, y);
  if ("undefined" in both) return both;
  const [a, b] = both;
  const se = pooledDeviation(a, b) * Math.sqrt(1 / a.n + 1 / b.n);
  return { value: a.mean - b.mean, se, df: a.n + b.n - 2, n: a.n + b.n };
}

/**
 * Of mean x - mean y, whatever the variances: sqrt(v_x + v_y) with v = s^2 / n, and Welch and Satterthwaite's (1946) degrees of freedom
 * (v_x + v_y)^2 / (v_x^2 / (n_x - 1) + v_y^2 / (n_y - 1)).
 *
 * @returns undefined `too_few_points`, `zero_variance` when neither side varies
 */
export function welchError(x: readonly number[], y: readonly number[]): StandardError | Undefined {
  const both = bothMoments(x, y);
  if ("undefined" in both) return both;
  const [a, b] = both;
  const [va, vb] = [a.sd ** 2 / a.n, b.sd ** 2 / b.n];
  const df = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  return { value: a.mean - b.mean, se: Math.sqrt(va + vb), df, n: a.n + b.n };
}

function ofOne(moments: SampleMoments | Undefined): StandardError | Undefined {
  if ("undefined" in moments) return moments;
  const { mean, sd, n } = moments;
  return { value: mean, se: sd / Math.sqrt(n), df: n - 1, n };
}
