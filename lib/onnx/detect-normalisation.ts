import { ELEMENT_TYPE, type OnnxNode, type OnnxTensor } from "#lib/formats/onnx/messages.ts";
import type { GraphFlow } from "./graph-flow.ts";
import { type Normalisation, PRESETS } from "./normalisation.ts";
import type { PictureInput } from "./onnx-config.ts";

/** What a file says of how pictures are prepared. */
export interface DetectedNormalisation extends Normalisation {
  channels?: PictureInput["channels"];
  /** How it is known, for people. */
  because: string;
}

const preset = (id: string) => PRESETS.find((one) => one.id === id)!;

/** y = a x + b, per channel. */
interface Affine {
  a: number[];
  b: number[];
}

/** The few numbers of a float constant that applies to all channels alike or to each; null for anything else. */
function perChannel(tensor: OnnxTensor | undefined, channels: number): number[] | null {
  if (tensor?.dataType !== ELEMENT_TYPE.float) return null;
  const count = tensor.dims.reduce((product, size) => product * size, 1);
  const bytes = tensor.rawData.length > 0 ? tensor.rawData : tensor.floatData;
  if ((count !== 1 && count !== channels) || bytes.length !== 4 * count) return null;
  const values = [...new Float32Array(new Uint8Array(bytes).buffer)];
  return count === 1 ? Array<number>(channels).fill(values[0]) : values;
}

const DEFAULT_EPSILON = 1e-5;

function batchNorm({ input, attribute }: OnnxNode, flow: GraphFlow, channels: number): Affine | null {
  const parts = input.slice(1, 5).map((name) => perChannel(flow.constants.get(name), channels));
  if (parts.length < 4 || parts.some((part) => part === null)) return null;
  const [gamma, beta, mean, variance] = parts as number[][];
  const epsilon = attribute.find(({ name }) => name === "epsilon")?.f ?? DEFAULT_EPSILON;
  const a = gamma.map((g, c) => g / Math.sqrt(variance[c] + epsilon));
  return { a, b: beta.map((value, c) => value - mean[c] * a[c]) };
}

/** One node as a step of the picture's preparation. */
function stepOf(node: OnnxNode, value: string, flow: GraphFlow, channels: number): Affine | null {
  const ones = Array<number>(channels).fill(1);
  const zeros = Array<number>(channels).fill(0);
  if (node.opType === "BatchNormalization") return batchNorm(node, flow, channels);
  const isFirst = node.input[0] === value;
  const other = perChannel(flow.constants.get(node.input[isFirst ? 1 : 0]), channels);
  if (!other) return null;
  if (node.opType === "Add") return { a: ones, b: other };
  if (node.opType === "Mul") return { a: other, b: zeros };
  if (!isFirst) return null;
  if (node.opType === "Sub") return { a: ones, b: other.map((each) => -each) };
  return node.opType === "Div" ? { a: other.map((each) => 1 / each), b: zeros } : null;
}

const UNCHANGED = new Set(["Identity", "Cast", "Transpose"]);

/** What a graph does to its pictures before anything else, if that is the same scale and shift everywhere. */
function readPreparation(flow: GraphFlow, input: string, channels: number): Affine | null {
  let value = input;
  let total: Affine | null = null;
  for (let steps = 0; steps < flow.nodes.length; steps++) {
    const readers = (flow.readers.get(value) ?? []).filter((at) => flow.nodes[at].opType !== "Shape");
    const node = readers.length === 1 ? flow.nodes[readers[0]] : undefined;
    if (!node?.output[0]) break;
    const step = UNCHANGED.has(node.opType) ? null : stepOf(node, value, flow, channels);
    if (!step && !UNCHANGED.has(node.opType)) break;
    if (step) {
      const before: Affine = total ?? { a: Array(channels).fill(1), b: Array(channels).fill(0) };
      total = {
        a: before.a.map((a, c) => a * step.a[c]),
        b: before.b.map((b, c) => b * step.a[c] + step.b[c]),
      };
    }
    value = node.output[0];
  }
  return total;
}

const isNear = (value: number, wanted: number) => Math.abs(value - wanted) < 0.01 * Math.abs(wanted);

/** Mid-grey of photographs in 0..1 and in 0..255: what a graph subtracts tells which it was made for. */
const CENTRES = { unit: [0.2, 0.8], bytes: [50, 205] } as const;

function readRange({ a, b }: Affine): "unit" | "bytes" | null {
  if (a.every((scale) => isNear(scale, 1 / 255)) && b.every((shift) => shift === 0)) return "bytes";
  const centres = a.map((scale, c) => -b[c] / scale);
  const within = ([low, high]: readonly [number, number]) =>
    centres.every((centre) => centre > low && centre < high);
  if (within(CENTRES.unit)) return "unit";
  return within(CENTRES.bytes) ? "bytes" : null;
}

/** ImageNet's means the other way round: the first channel is blue. */
function isBlueFirst({ a, b }: Affine, range: "unit" | "bytes"): boolean {
  const scale = range === "unit" ? 1 : 255;
  const blueFirst = [...preset("imagenet").mean].reverse().map((mean) => mean * scale);
  return a.length === 3 && blueFirst.every((mean, c) => isNear(-b[c] / a[c], mean));
}

function ofGraph(flow: GraphFlow, input: string, channels: number): DetectedNormalisation | null {
  const affine = readPreparation(flow, input, channels);
  const range = affine && readRange(affine);
  if (!affine || !range) return null;
  const words = range === "unit" ? "0 to 1" : "0 to 255";
  return {
    ...preset(range),
    channels: isBlueFirst(affine, range) ? "bgr" : undefined,
    because: `the graph normalises by itself, from ${words}`,
  };
}

const RANGES: Readonly<Record<string, string>> = {
  NominalRange_0_255: "bytes",
  Normalized_0_1: "unit",
  Normalized_1_1: "signed",
};
const FORMATS: Readonly<Record<string, PictureInput["channels"]>> = {
  Gray8: "grey",
  Rgb8: "rgb",
  Bgr8: "bgr",
};

/** ONNX's own words for pictures (MetadataProps.md), and those of Ultralytics' exporter. */
function ofMetadata(metadata: ReadonlyMap<string, string>): DetectedNormalisation | null {
  const range = RANGES[metadata.get("Image.NominalPixelRange") ?? ""];
  if (range) {
    const channels = FORMATS[metadata.get("Image.BitmapPixelFormat") ?? ""];
    return { ...preset(range), channels, because: "the file's metadata say so" };
  }
  if (metadata.get("author") === "Ultralytics" && metadata.get("task") === "classify") {
    return { ...preset("unit"), because: "Ultralytics' classifiers take 0 to 1" };
  }
  return null;
}

/** How pictures are to be prepared, where the file says so or shows it; null where a person has to say. */
export function detectNormalisation(
  flow: GraphFlow,
  input: Pick<PictureInput, "name" | "type">,
  channels: number,
  metadata: ReadonlyMap<string, string>,
): DetectedNormalisation | null {
  if (input.type === "uint8") {
    const found = ofGraph(flow, input.name, channels)?.channels ?? ofMetadata(metadata)?.channels;
    return { ...preset("bytes"), channels: found, because: "the input takes bytes" };
  }
  return ofMetadata(metadata) ?? ofGraph(flow, input.name, channels);
}
