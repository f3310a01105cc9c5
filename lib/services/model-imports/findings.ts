import type { Examination } from "#lib/onnx/examine-onnx.ts";
import type { Answer } from "#lib/onnx/preview-answers.ts";
import type { ModelFacts } from "../models/read-model-facts.ts";

/** What looking at a file gives: an ONNX file is examined, weights of this project say all themselves. */
export type Inspected =
  | ({ type: "onnx" } & Examination)
  | { type: "own"; facts: ModelFacts; answers: Answer[] };

/** A picture of the workspace that a model was tried on. */
export interface SampleImage {
  imageId: string;
  thumbSha256: string;
  className: string | null;
}

/** What an import holds of it: the pictures beside the answers. */
export type ImportFindings = Inspected & { samples: SampleImage[] };
