import type { InferenceSession } from "onnxruntime-node";
import { AppError } from "#lib/errors.ts";
import { decodeOnnx } from "#lib/formats/onnx/decode.ts";
import { withOutputs } from "#lib/formats/onnx/extend.ts";
import { picturesPerPass } from "#lib/tensor/batch-size.ts";
import type { Forward, ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import type { OnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { checkGraph } from "./check-graph.ts";
import { CONFIG_KEY } from "./declared.ts";
import { toInput } from "./fill-input.ts";
import { lacksOf, NO_GRADIENTS } from "./lacks.ts";
import { OnnxConfig } from "./onnx-config.ts";
import { readFeatures, readLogits } from "./read-rows.ts";
import { createSession, readFloats, runSession } from "./session.ts";

/**
 * The configuration an imported ONNX file carries. The file is checked as at import: it may come from anywhere.
 * @throws AppError `invalid` for a file that must not be run, or that nobody has said how to use
 */
export function readOnnxModel(file: Uint8Array): OnnxConfig {
  const decoded = decodeOnnx(file);
  checkGraph(decoded);
  const text = decoded.metadataProps.find(({ key }) => key === CONFIG_KEY)?.value;
  let json: unknown = null;
  try {
    json = JSON.parse(text ?? "null");
  } catch {
    // Falls through to the one message that says what to do.
  }
  const parsed = OnnxConfig.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new AppError(
    "invalid",
    "This ONNX file does not say how it is used. Import it first: `whynot models import FILE --out FILE`, or the page " +
      "Models, Import a model.",
  );
}

/** Runs of the graph, as many pictures a pass as it takes or as pay. */
class OnnxClassifier {
  readonly #runtime: OnnxRuntime;
  readonly #session: InferenceSession;
  readonly #config: OnnxConfig;

  constructor(runtime: OnnxRuntime, session: InferenceSession, config: OnnxConfig) {
    this.#runtime = runtime;
    this.#session = session;
    this.#config = config;
  }

  /** Named tensors of one pass after another, with the pictures that went in. */
  async *#passes(images: ImageBatch, names: readonly string[]) {
    const { input, inputSize } = this.#config;
    const each = inputSize * inputSize * 3;
    const size = input.batch ?? picturesPerPass(inputSize, inputSize);
    for (let begin = 0; begin < images.count; begin += size) {
      const count = Math.min(size, images.count - begin);
      const data = images.data.subarray(begin * each, (begin + count) * each);
      const feeds = { [input.name]: toInput(this.#runtime, { ...images, data, count }, input) };
      const outputs = await runSession(this.#session, feeds, names);
      yield { begin, count, read: (name: string) => readFloats(outputs[name], name) };
    }
  }

  async predict(images: ImageBatch): Promise<Float32Array> {
    const { logits, classNames } = this.#config;
    const all = new Float32Array(images.count * classNames.length);
    for await (const { begin, count, read } of this.#passes(images, [logits.name])) {
      all.set(readLogits(read(logits.name), count, this.#config), begin * classNames.length);
    }
    return all;
  }

  async forward(images: ImageBatch): Promise<Forward> {
    const { logits, features, slots, classNames } = this.#config;
    const n = classNames.length;
    const cells = features ? features.height * features.width : 0;
    const depth = features?.channels ?? 0;
    const ofSlots = () => (slots ? new Float32Array(images.count * n * cells) : null);
    const all: Forward = {
      logits: new Float32Array(images.count * n),
      features: new Float32Array(images.count * cells * depth),
      attention: ofSlots(),
      attribution: ofSlots(),
    };
    const names = [logits.name, ...(features ? [features.name] : []), ...Object.values(slots ?? {})];
    for await (const { begin, count, read } of this.#passes(images, names)) {
      all.logits.set(readLogits(read(logits.name), count, this.#config), begin * n);
      if (features)
        all.features.set(readFeatures(read(features.name), count, features), begin * cells * depth);
      for (const part of ["attention", "attribution"] as const) {
        if (slots) all[part]?.set(read(slots[part]).subarray(0, count * n * cells), begin * n * cells);
      }
    }
    return all;
  }

  dispose = (): Promise<void> => this.#session.release();
}

/** Where no feature map gives the cells, maps that need none are drawn on as many as a usual network has. */
const USUAL_STRIDE = 32;

/**
 * Opens a classifier in an ONNX file that was imported. It gives logits and, where one was chosen, a feature map; no gradients.
 * @throws AppError `invalid` for a file that cannot be used
 */
export async function openOnnxModel(
  runtime: OnnxRuntime,
  file: Uint8Array,
  threads: number,
): Promise<ModelView> {
  const config = readOnnxModel(file);
  const { kind, classNames, inputSize, normalisation, features, slots, logits } = config;
  const known = new Set(decodeOnnx(file).graph.output.map(({ name }) => name));
  const wanted = [logits.name, ...(features ? [features.name] : []), ...Object.values(slots ?? {})];
  const extra = [...new Set(wanted)].filter((name) => !known.has(name));
  const session = await createSession(runtime, withOutputs(file, extra), threads);
  const classifier = new OnnxClassifier(runtime, session, config);
  const checked = (images: ImageBatch) => {
    const { data, count, height, width } = images;
    if (height === inputSize && width === inputSize && data.length === count * inputSize ** 2 * 3)
      return images;
    throw new AppError(
      "invalid",
      `This model takes pictures of ${inputSize} x ${inputSize} pixels, not ${width} x ${height}.`,
    );
  };
  const noGradients = (): never => {
    throw new AppError("invalid", `This model has no gradients: ${NO_GRADIENTS}.`);
  };
  const side = Math.max(1, Math.round(inputSize / USUAL_STRIDE));
  return {
    kind,
    classNames,
    inputSize,
    normalisation,
    featureShape: features ?? { height: side, width: side, channels: 0 },
    lacks: lacksOf(config),
    engine: `forward onnx ${runtime.env.versions.node ?? runtime.env.versions.common}`,
    predict: async (images) => classifier.predict(checked(images)),
    forward: async (images) => classifier.forward(checked(images)),
    logitsFromFeatures: noGradients,
    logitsFromImages: noGradients,
    dispose: classifier.dispose,
  };
}
