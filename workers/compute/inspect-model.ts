import { AppError } from "#lib/errors.ts";
import { examineOnnx, type SamplePicture } from "#lib/onnx/examine-onnx.ts";
import type { OnnxChoices } from "#lib/onnx/onnx-choices.ts";
import { previewAnswers } from "#lib/onnx/preview-answers.ts";
import { writeOnnxModel } from "#lib/onnx/write-onnx-model.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import type { Inspected } from "#lib/services/model-imports/findings.ts";
import { readModelFacts, requireModelFile } from "#lib/services/models/read-model-facts.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { limitMemory } from "./limit-memory.ts";

export interface InspectInput {
  file: Uint8Array;
  source: { fileName: string; sha256: string };
  choices: OnnxChoices;
  samples: SamplePicture[];
}

export interface InspectOutput {
  inspected: Inspected;
  /** The file with its configuration inside, where it had to be written; null for none or the file as it is. */
  weights: Uint8Array | null;
}

/** What a process may take to look at a file: room for the file itself, some copies, and what passes through the network. */
const LEAST_MEMORY = 2 * 1024 ** 3;
const COPIES = 6;

/**
 * Looks at a model file that someone brought, in a process of its own: what is in it may end that process, and may ask for more
 * memory than there is.
 * @throws AppError `invalid` with the reason for a file that cannot be used
 */
export async function inspectModel({ file, source, choices, samples }: InspectInput): Promise<InspectOutput> {
  const isOnnx = requireModelFile(file) === "onnx";
  const release = limitMemory(LEAST_MEMORY + COPIES * file.byteLength);
  try {
    return isOnnx
      ? await inspectOnnxFile({ file, source, choices, samples })
      : await inspectOwn(file, samples);
  } finally {
    release();
  }
}

async function inspectOnnxFile({ file, source, choices, samples }: InspectInput): Promise<InspectOutput> {
  const runtime = await loadOnnxRuntime();
  if (!runtime) {
    throw new AppError(
      "invalid",
      "ONNX models cannot be used here: onnxruntime-node is not installed for this machine.",
    );
  }
  const found = await examineOnnx({ runtime, file, source, choices, samples });
  return {
    inspected: { type: "onnx", ...found },
    weights: found.config && writeOnnxModel(file, found.config),
  };
}

async function inspectOwn(file: Uint8Array, samples: readonly SamplePicture[]): Promise<InspectOutput> {
  const facts = await readModelFacts(file);
  const model = await openModel(file);
  try {
    const pictures = samples.map(({ image }) => image);
    const answers = pictures.length > 0 ? await previewAnswers(model, pictures) : [];
    return { inspected: { type: "own", facts, answers }, weights: null };
  } finally {
    await model.dispose();
  }
}
