import { type GraphFlow, makerOf } from "./graph-flow.ts";
import type { FeatureTensor } from "./onnx-config.ts";

/** A tensor that may stand for what the network sees, cell by cell. */
export interface FeatureChoice extends FeatureTensor {
  /** The operation that makes it. */
  operation: string;
}

/** Tokens without a place: class, distillation and register tokens come first. */
const MOST_SKIPPED = 5;
const FORM_ONLY = new Set(["Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Transpose"]);

type Shape = Omit<FeatureTensor, "name">;

/** [b, k, s, s] or [b, s, s, k]; where all three are alike channels are taken to be first. */
function asMap([, a, b, c]: readonly number[]): Shape | null {
  if (b === c && b > 1) return { layout: "nchw", skip: 0, height: b, width: c, channels: a };
  return a === b && a > 1 ? { layout: "nhwc", skip: 0, height: a, width: b, channels: c } : null;
}

/** [b, skip + s s, k], s the side of the last map before, if there was one: tokens stand for its cells. */
function asTokens([, tokens, channels]: readonly number[], grid: number | undefined): Shape | null {
  for (let skip = 0; skip <= MOST_SKIPPED; skip++) {
    const side = Math.sqrt(tokens - skip);
    if (Number.isInteger(side) && side > 1 && side === (grid ?? side))
      return { layout: "tokens", skip, height: side, width: side, channels };
  }
  return null;
}

/**
 * The tensors among `values` that are feature maps of square pictures, in order: maps of more than one cell, and tokens of a
 * transformer. A tensor that only changes another's form is no second choice.
 */
export function listFeatures(
  flow: GraphFlow,
  values: readonly string[],
  dims: ReadonlyMap<string, readonly number[]>,
): FeatureChoice[] {
  let grid: number | undefined;
  return values.flatMap((name) => {
    const size = dims.get(name) ?? [];
    const operation = makerOf(flow, name)?.opType ?? "";
    if (FORM_ONLY.has(operation)) return [];
    const shape = size.length === 4 ? asMap(size) : size.length === 3 ? asTokens(size, grid) : null;
    if (shape) grid = shape.height;
    return shape ? [{ name, ...shape, operation }] : [];
  });
}
