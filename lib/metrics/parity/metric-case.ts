import type { NamedArrays } from "#lib/scouter/named-array.ts";
import { channelsLast } from "./channel-order.ts";
import { type GoldenModel, goldenModel, inlineModel } from "./golden-model.ts";

/** One question of a case file: inputs under the names its family uses, and the answers. */
export interface MetricCase {
  name: string;
  metric?: string;
  expected: unknown;
  [input: string]: unknown;
}

/** What the questions of one file share. */
export interface CaseFile {
  /** Of the safetensors file beside it. */
  arrays: NamedArrays;
  options: Readonly<Record<string, unknown>>;
  /** The bytes of a model's file, by the model's name. */
  readModel(name: string): Promise<NamedArrays>;
}

/** Answers one question by the product's own functions. */
export type Answer = (question: MetricCase, file: CaseFile) => unknown;

/** The model a question names, or writes out. */
export async function modelOf({ model, inline_linear }: MetricCase, file: CaseFile): Promise<GoldenModel> {
  if (inline_linear) return inlineModel(inline_linear);
  return goldenModel(await file.readModel(String(model)));
}

/** An array that a question names: `$name` of the file beside it, or with a model `map.gxi`, `-map.gxi`, `phi`, `ones`, `zeros`. */
export function arrayOf(reference: unknown, file: CaseFile, model?: GoldenModel) {
  const name = String(reference);
  if (name === "ones" || name === "zeros") {
    const [height, width] = model ? [model.height, model.width] : [4, 4];
    return {
      shape: [height, width],
      data: new Float32Array(height * width).fill(name === "ones" ? 1 : 0),
    };
  }
  const negated = name.startsWith("-");
  const bare = name.replace(/^[-$]/, "");
  const array = name.startsWith("$") ? file.arrays[bare] : model?.arrays[bare];
  if (!array) throw new Error(`the case names ${name}, which is not stored`);
  return negated ? { shape: array.shape, data: array.data.map((value) => -value) } : array;
}

/** The values of a map [h, w]. */
export function mapOf(reference: unknown, file: CaseFile, model?: GoldenModel): Float32Array {
  return Float32Array.from(arrayOf(reference, file, model).data);
}

/** Images or attributions [..., c, h, w] as [..., h, w, c]; of the image's size for `ones` and `zeros`. */
export function imagesOf(reference: unknown, file: CaseFile, model: GoldenModel): Float32Array {
  if (reference === "zeros") return new Float32Array(model.image.length);
  if (reference === "ones") return new Float32Array(model.image.length).fill(1);
  const { data, shape } = arrayOf(reference, file, model);
  return channelsLast(data, shape);
}

export { numberOrReason as asExpected } from "#lib/stats/parity/stats-kind.ts";
