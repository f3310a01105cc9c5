import { type GraphFlow, makerOf } from "./graph-flow.ts";

/** What is known of an output's scores before they were seen. */
export interface ScoreSource {
  /** The tensor to read: the output itself, or what its last activation is taken of. */
  name: string;
  /** The activation that was passed by. */
  activation: "softmax" | "log-softmax" | "sigmoid" | null;
}

/** Operations that change a tensor's form or precision, and not what its numbers mean. */
const PASSED_BY = new Set([
  "Identity",
  "Cast",
  "Reshape",
  "Flatten",
  "Squeeze",
  "Unsqueeze",
  "QuantizeLinear",
  "DequantizeLinear",
]);
const ACTIVATIONS: Readonly<Record<string, ScoreSource["activation"]>> = {
  Softmax: "softmax",
  LogSoftmax: "log-softmax",
  Sigmoid: "sigmoid",
};

/**
 * Where the logits of an output are: in what its softmax (or sigmoid) is taken of, if it ends with one, since logits differ by
 * what their probabilities cannot show; else in the output.
 */
export function findScores(flow: GraphFlow, output: string): ScoreSource {
  let name = output;
  for (let steps = 0; steps < flow.nodes.length; steps++) {
    const node = makerOf(flow, name);
    const activation = node && node.domain === "" ? ACTIVATIONS[node.opType] : undefined;
    if (node && activation && node.input[0]) return { name: node.input[0], activation };
    if (!node || !PASSED_BY.has(node.opType) || !node.input[0]) break;
    name = node.input[0];
  }
  return { name: output, activation: null };
}

/** Largest distance of a row's sum from 1 that rounding explains. */
const SUM_TOLERANCE = 1e-3;

/** Whether all rows of [rows, n] are distributions: within [0, 1] and summing to 1. */
export function areProbabilities(values: Float32Array, n: number): boolean {
  for (let begin = 0; begin < values.length; begin += n) {
    const row = values.subarray(begin, begin + n);
    if (!row.every((value) => value >= 0 && value <= 1)) return false;
    if (Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) > SUM_TOLERANCE) return false;
  }
  return true;
}
