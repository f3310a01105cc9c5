import type { RgbImage } from "#lib/imaging/raster.ts";
import { type Inspection, type InspectRequest, inspectOnnx } from "./inspect-onnx.ts";
import { openOnnxModel } from "./open-onnx-model.ts";
import { type Answer, previewAnswers, type Trial, tryNormalisations } from "./preview-answers.ts";
import { writeOnnxModel } from "./write-onnx-model.ts";

/** A picture to judge a model by, and its class where that is known. */
export interface SamplePicture {
  image: RgbImage;
  label: string | null;
}

export interface Examination extends Omit<Inspection, "draft"> {
  /** What it answers on each sample; empty without samples. */
  answers: Answer[];
  /** How it does under each usual normalisation; empty without samples, and where the file leaves no doubt. */
  trials: Trial[];
}

/**
 * Inspects a file and tries it on pictures, so that a person can see whether it is used as it was trained.
 * @throws AppError as `inspectOnnx`
 */
export async function examineOnnx(
  request: InspectRequest & { samples: readonly SamplePicture[] },
): Promise<Examination> {
  const { runtime, file, samples, choices, threads = 1 } = request;
  const { draft, ...inspection } = await inspectOnnx(request);
  if (samples.length === 0) return { ...inspection, answers: [], trials: [] };
  const model = await openOnnxModel(runtime, writeOnnxModel(file, draft), threads);
  try {
    const pictures = samples.map(({ image }) => image);
    const isOpen = choices.normalise !== undefined || inspection.missing.length > 0;
    const order = { opened: draft.input.channels, insisted: choices.channels };
    return {
      ...inspection,
      answers: await previewAnswers(model, pictures),
      trials: isOpen
        ? await tryNormalisations(
            model,
            order,
            pictures,
            samples.map(({ label }) => label),
          )
        : [],
    };
  } finally {
    await model.dispose();
  }
}
