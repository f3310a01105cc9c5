import { AppError } from "#lib/errors.ts";
import { areProbabilities, findScores, type ScoreSource } from "./find-logits.ts";
import { type GraphFlow, quoted } from "./graph-flow.ts";
import type { OnnxConfig } from "./onnx-config.ts";
import type { Probed } from "./probe.ts";

/** The output that holds a score for each class, and how its logits are read. */
export interface OutputFacts {
  name: string;
  classes: number;
  logits: OnnxConfig["logits"];
  activation: ScoreSource["activation"];
  /** How the logits were found, for people. */
  because: string;
  /** The file's other outputs. */
  others: string[];
}

export interface OutputCandidate {
  name: string;
  source: ScoreSource;
}

/** More classes than this version keeps answers for. */
const MOST_CLASSES = 2000;
/** A classifier with more outputs than this is something else; the first ones are looked at. */
const MOST_OUTPUTS = 8;

/** The file's outputs, the one asked for alone if any. @throws AppError `invalid` for one that is not there */
export function listOutputs(flow: GraphFlow, wanted: string | undefined): OutputCandidate[] {
  const names = flow.graph.output.map(({ name }) => name);
  if (wanted !== undefined && !names.includes(wanted)) {
    throw new AppError(
      "invalid",
      `This file has no output ${quoted(wanted)}: it has ${names.slice(0, MOST_OUTPUTS).map(quoted).join(", ")}.`,
    );
  }
  const asked = wanted === undefined ? names.slice(0, MOST_OUTPUTS) : [wanted];
  return asked.map((name) => ({ name, source: findScores(flow, name) }));
}

/** n of a tensor [batch, n], whatever axes of size 1 it has besides; null for any other shape. */
function scoreCount(dims: readonly number[] | undefined): number | null {
  if (!dims || dims.length < 2) return null;
  const large = dims.slice(1).filter((size) => size !== 1);
  return large.length > 1 ? null : (large[0] ?? 1);
}

function readLogits(
  { name, source }: OutputCandidate,
  classes: number,
  { scores }: Probed,
): Pick<OutputFacts, "logits" | "because"> {
  const read = { name: source.name, binary: classes === 1 };
  if (source.activation) {
    const words = { softmax: "softmax", "log-softmax": "logarithm of a softmax", sigmoid: "sigmoid" };
    return {
      logits: { ...read, transform: "none" },
      because: `the output is a ${words[source.activation]}; its logits are what it is taken of, ${quoted(source.name)}`,
    };
  }
  if (areProbabilities(scores.get(name) ?? new Float32Array(0), classes)) {
    return {
      logits: { ...read, transform: "log" },
      because: "the output holds probabilities; their logarithms are used as logits",
    };
  }
  return { logits: { ...read, transform: "none" }, because: "the output holds logits" };
}

/** What is read of an output whose activation's source was not seen, because it is of another type. */
const asSeen = ({ name, source }: OutputCandidate, { dims }: Probed): OutputCandidate =>
  dims.has(source.name) ? { name, source } : { name, source: { name, activation: null } };

/**
 * The first output with one score a class, with the way to its logits.
 * @throws AppError `invalid` when there is none, saying what each output is
 */
export function chooseOutput(candidates: readonly OutputCandidate[], probed: Probed): OutputFacts {
  const seen = candidates.map((candidate) => asSeen(candidate, probed));
  const classesOf = ({ source }: OutputCandidate) => scoreCount(probed.dims.get(source.name)) ?? 0;
  const isBinary = ({ source }: OutputCandidate) => source.activation === "sigmoid";
  const usable = seen.find((one) => classesOf(one) > 1 || (classesOf(one) === 1 && isBinary(one)));
  if (!usable) {
    const shapes = seen.map(
      ({ name }) => `${quoted(name)} [${probed.dims.get(name)?.join(", ") ?? "no float32 numbers"}]`,
    );
    throw new AppError(
      "invalid",
      `This ONNX file is no classifier: none of its outputs holds one score a class for each picture (${shapes.join(", ")}).`,
    );
  }
  const classes = classesOf(usable);
  if (classes > MOST_CLASSES) {
    throw new AppError(
      "invalid",
      `This classifier has ${classes} classes; ${MOST_CLASSES} is the most that can be used here.`,
    );
  }
  return {
    name: usable.name,
    classes: Math.max(2, classes),
    activation: usable.source.activation,
    ...readLogits(usable, classes, probed),
    others: candidates.flatMap(({ name }) => (name === usable.name ? [] : [name])),
  };
}
