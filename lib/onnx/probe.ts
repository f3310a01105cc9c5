import type { InferenceSession } from "onnxruntime-node";
import { AppError } from "#lib/errors.ts";
import { withOutputs } from "#lib/formats/onnx/extend.ts";
import type { ImageBatch } from "#lib/tensor/model-view.ts";
import type { OnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { toInput } from "./fill-input.ts";
import type { Layout } from "./find-input.ts";
import type { PictureInput } from "./onnx-config.ts";
import { createSession, runSession } from "./session.ts";

export interface ProbeWish {
  input: Pick<PictureInput, "name" | "type" | "channels" | "batch">;
  /** To be tried in turn, where the file leaves it open. */
  layouts: readonly Layout[];
  sizes: readonly number[];
  /** Tensors whose numbers are wanted. */
  scores: readonly string[];
  /** Tensors whose shapes are wanted, besides the file's own outputs. */
  shapes: readonly string[];
}

/** What a graph does with a picture. */
export interface Probed {
  layout: Layout;
  size: number;
  /** As declared, or 1 where any number was declared and only single pictures work. */
  batch: number | null;
  /** Of one pass, by name; float32 tensors only. */
  dims: ReadonlyMap<string, readonly number[]>;
  /** Numbers of two different pictures, by name. */
  scores: ReadonlyMap<string, Float32Array>;
}

/** Pictures of noise: nothing a model knows, so that what comes out is neither 0 nor certain. */
function noise(count: number, size: number, type: PictureInput["type"]): ImageBatch {
  const random = createRandom("probe");
  const value = type === "uint8" ? () => random.integer(256) : random.normal;
  const data = Float32Array.from({ length: count * size * size * 3 }, value);
  return { data, count, height: size, width: size };
}

const single = ({ data, height, width }: ImageBatch, index: number): ImageBatch => {
  const each = height * width * 3;
  return { data: data.subarray(index * each, (index + 1) * each), count: 1, height, width };
};

type Run = (
  images: ImageBatch,
  batch: number | null,
  names: readonly string[],
) => ReturnType<typeof runSession>;

/** Largest difference, of the largest value, between a picture alone and beside another. */
const SAME = 1e-3;

function agree(a: Float32Array, b: Float32Array): boolean {
  const size = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) <= SAME * size);
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const out = new Float32Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}

function floats(outputs: InferenceSession.OnnxValueMapType): Map<string, Float32Array> {
  const entries = Object.entries(outputs).filter(([, { type }]) => type === "float32");
  return new Map(entries.map(([name, { data }]) => [name, data as Float32Array]));
}

/** A row of each: of a fixed batch only the first ones were filled. */
function rows(outputs: InferenceSession.OnnxValueMapType, count: number): Map<string, Float32Array> {
  return new Map(
    [...floats(outputs)].map(([name, data]) => {
      const each = data.length / (outputs[name].dims[0] || 1);
      return [name, data.slice(0, count * each)];
    }),
  );
}

async function findForm(
  run: (layout: Layout, size: number) => ReturnType<typeof runSession>,
  { layouts, sizes }: ProbeWish,
) {
  let reason: unknown;
  for (const size of sizes) {
    for (const layout of layouts) {
      try {
        return { layout, size, outputs: await run(layout, size) };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        reason ??= error;
      }
    }
  }
  throw reason;
}

/**
 * Runs a graph on noise to learn what its description leaves open: the order of axes and the size it works with, whether several
 * pictures a pass really work, and the shapes of its tensors.
 * @throws AppError `invalid` when nothing works, with the first reason
 */
export async function probe(
  runtime: OnnxRuntime,
  file: Uint8Array,
  wish: ProbeWish,
  threads: number,
): Promise<Probed> {
  const { input, scores } = wish;
  const session = await createSession(runtime, withOutputs(file, wish.shapes), threads);
  const wanted = session.outputMetadata.filter(({ isTensor }) => isTensor).map(({ name }) => name);
  const runAs =
    (layout: Layout): Run =>
    (images, batch, names) =>
      runSession(session, { [input.name]: toInput(runtime, images, { ...input, layout, batch }) }, names);
  try {
    const found = await findForm(
      (layout, size) => runAs(layout)(single(noise(2, size, input.type), 0), input.batch, wanted),
      wish,
    );
    const { layout, size, outputs } = found;
    const dims = new Map(
      Object.entries(outputs)
        .filter(([, { type }]) => type === "float32")
        .map(([name, value]) => [name, value.dims] as const),
    );
    const run = runAs(layout);
    const images = noise(2, size, input.type);
    const known = scores.filter((name) => dims.has(name));
    const alone = [rows(outputs, 1), rows(await run(single(images, 1), input.batch, known), 1)];
    const both = new Map(
      known.map((name) => [name, joined(alone[0].get(name)!, alone[1].get(name)!)] as const),
    );
    const batch = input.batch ?? ((await worksInBatches(run, images, both)) ? null : 1);
    return { layout, size, batch, dims, scores: both };
  } finally {
    await session.release();
  }
}

/** Whether two pictures in one pass give what they give alone. */
async function worksInBatches(
  run: Run,
  images: ImageBatch,
  alone: ReadonlyMap<string, Float32Array>,
): Promise<boolean> {
  try {
    const together = floats(await run(images, null, [...alone.keys()]));
    return [...alone].every(([name, values]) => agree(values, together.get(name) ?? new Float32Array(0)));
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
