import { decodeOnnx } from "#lib/formats/onnx/decode.ts";
import type { OnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { checkGraph } from "./check-graph.ts";
import { type Declared, readDeclared } from "./declared.ts";
import { type DetectedNormalisation, detectNormalisation } from "./detect-normalisation.ts";
import { type FeatureChoice, listFeatures } from "./find-features.ts";
import { findInput, type InputFacts } from "./find-input.ts";
import { chooseOutput, listOutputs, type OutputFacts } from "./find-output.ts";
import { bottlenecks, type GraphFlow, quoted, readGraphFlow } from "./graph-flow.ts";
import { nameNormalisation, PRESETS } from "./normalisation.ts";
import {
  chooseFeatures,
  chooseNames,
  chooseNormalisation,
  type OnnxChoices,
  sizesToTry,
} from "./onnx-choices.ts";
import { OnnxConfig, type PictureInput } from "./onnx-config.ts";
import { type Probed, probe } from "./probe.ts";

/** What was found in a file and what was made of it; for people and for the choices a page offers. */
export interface OnnxFacts {
  producer: string;
  /** Version of ONNX's operations. */
  opset: number;
  parameterCount: number;
  input: PictureInput & { size: number; sizeIsFixed: boolean };
  output: OutputFacts;
  /** In the order of the graph; the last one is the default. */
  features: FeatureChoice[];
  /** The tensor taken, null for none. */
  chosenFeatures: string | null;
  normalisation: { value: string; because: string } | null;
  classNames: { count: number; because: string; first: string[] };
  /** What is worth knowing, in sentences. */
  notes: string[];
}

export interface Inspection {
  facts: OnnxFacts;
  /** null as long as something has to be said by a person: what `missing` names. */
  config: OnnxConfig | null;
  missing: "normalisation"[];
  /** The configuration with the commonest answer for what is missing: to try out, not to keep. */
  draft: OnnxConfig;
}

export interface InspectRequest {
  runtime: OnnxRuntime;
  file: Uint8Array;
  source: { fileName: string; sha256: string };
  choices: OnnxChoices;
  threads?: number;
}

/** Feature tensors offered: more are of no use to choose from. */
const MOST_FEATURES = 40;
/** Class names shown of a file. */
const SHOWN_NAMES = 20;

/**
 * Finds out how a stranger's classifier is used: its picture input, class scores and feature map, by its description, by the
 * graph, and by running it on noise.
 * @throws AppError `invalid` with the reason for a file that cannot work, and for choices that do not fit it
 */
export async function inspectOnnx(request: InspectRequest): Promise<Inspection> {
  const { choices, source } = request;
  const description = readDescription(request.file, choices);
  const { decoded, declared, metadata, found, normalisation, parameterCount } = description;
  const { probed, output, values } = await tryOut(request, description);
  const features = listFeatures(description.flow, values, probed.dims);
  const chosen = chooseFeatures(features, choices.features ?? declared.features);
  const names = chooseNames(output.classes, choices, declared, metadata);
  const slots = fitSlots(declared, probed, output.classes, chosen) ? declared.slots : null;
  const producer = [decoded.producerName, decoded.producerVersion].filter(Boolean).join(" ").slice(0, 300);
  const input = { ...description.input, layout: probed.layout, batch: probed.batch };
  const { mean, std } = normalisation ?? PRESETS[0];

  const draft = OnnxConfig.parse({
    format: "onnx",
    kind: slots ? declared.kind : "onnx",
    classNames: names.names,
    inputSize: probed.size,
    normalisation: { mean, std },
    input,
    logits: output.logits,
    features: chosen && withoutOperation(chosen),
    slots,
    source: { ...source, producer, parameterCount },
  } satisfies OnnxConfig);
  const facts: OnnxFacts = {
    producer,
    opset: decoded.opsetImport.find(({ domain }) => domain === "" || domain === "ai.onnx")?.version ?? 0,
    parameterCount,
    input: { ...input, size: probed.size, sizeIsFixed: found.size !== null },
    output,
    features,
    chosenFeatures: chosen?.name ?? null,
    normalisation: normalisation && {
      value: nameNormalisation(normalisation),
      because: normalisation.because,
    },
    classNames: {
      count: names.names.length,
      because: names.because,
      first: names.names.slice(0, SHOWN_NAMES),
    },
    notes: notesOn(found, output, draft),
  };
  return { facts, draft, config: normalisation && draft, missing: normalisation ? [] : ["normalisation"] };
}

/** What a file says of itself, before it is run. */
interface Description {
  decoded: ReturnType<typeof decodeOnnx>;
  flow: GraphFlow;
  metadata: ReadonlyMap<string, string>;
  declared: Declared;
  parameterCount: number;
  found: InputFacts;
  input: Omit<PictureInput, "layout">;
  normalisation: DetectedNormalisation | null;
}

function readDescription(file: Uint8Array, choices: OnnxChoices): Description {
  const decoded = decodeOnnx(file);
  const { parameterCount } = checkGraph(decoded);
  const flow = readGraphFlow(decoded.graph);
  const metadata = new Map(decoded.metadataProps.map(({ key, value }) => [key, value]));
  const declared = readDeclared(metadata);
  const found = findInput(flow, choices.layout ?? declared.layout);
  const depth = found.channels ?? 3;
  const normalisation = chooseNormalisation(choices, declared, () =>
    detectNormalisation(flow, found, depth, metadata),
  );
  const coloured = choices.channels ?? normalisation?.channels ?? declared.channels ?? "rgb";
  const channels = depth === 1 ? "grey" : coloured;
  const input = { name: found.name, type: found.type, channels, batch: found.batch };
  return { decoded, flow, metadata, declared, parameterCount, found, input, normalisation };
}

/** Runs the file; `values` are the tensors that everything passes through on the way to the output that was taken. */
async function tryOut(
  { runtime, file, choices, threads = 1 }: InspectRequest,
  { flow, declared, found, input }: Description,
): Promise<{ probed: Probed; output: OutputFacts; values: string[] }> {
  const candidates = listOutputs(flow, choices.output ?? declared.output);
  const values = new Map(
    candidates.map(({ name, source }) => [
      name,
      bottlenecks(flow, found.name, source.name).slice(-MOST_FEATURES),
    ]),
  );
  const sources = candidates.map(({ source }) => source.name);
  const wish = {
    input,
    layouts: found.layout ? [found.layout] : (["nchw", "nhwc"] as const),
    sizes: sizesToTry(found, choices.size ?? declared.size),
    scores: [...candidates.map(({ name }) => name), ...sources],
    shapes: extraOutputs(flow, [...[...values.values()].flat(), ...sources]),
  };
  const probed = await probe(runtime, file, wish, threads);
  const output = chooseOutput(candidates, probed);
  return { probed, output, values: values.get(output.name) ?? [] };
}

/** Values to be made outputs: each once, and none that is one already. */
function extraOutputs({ graph }: GraphFlow, names: readonly string[]): string[] {
  const known = new Set([...graph.output, ...graph.input].map(({ name }) => name));
  return [...new Set(names)].filter((name) => !known.has(name));
}

const withoutOperation = ({ operation: _, ...tensor }: FeatureChoice) => tensor;

/** Whether the maps that a file declares are there, one a class, in the cells of the features. */
function fitSlots(
  { slots }: Declared,
  { dims }: Probed,
  classes: number,
  features: FeatureChoice | null,
): boolean {
  if (!slots || !features) return false;
  const wanted = [classes, features.height, features.width].join();
  return [slots.attention, slots.attribution].every((name) => dims.get(name)?.slice(1).join() === wanted);
}

function notesOn(found: InputFacts, { activation, others }: OutputFacts, config: OnnxConfig): string[] {
  const { logits, features, slots, input, inputSize } = config;
  const used = [features?.name, slots?.attention, slots?.attribution];
  const unused = others.filter((name) => !used.includes(name));
  const notes: string[] = [];
  if (found.size === null) notes.push(`It takes pictures of several sizes; ${inputSize} pixels are used.`);
  if (input.batch === 1) notes.push("Pictures go through it one at a time.");
  if (logits.binary) notes.push("Its one score is taken as that of the second of two classes.");
  else if (activation === "sigmoid") {
    notes.push(
      "Its classes do not exclude each other; probabilities shown here are a softmax of their logits.",
    );
  }
  if (unused.length > 0) notes.push(`Its other outputs are not used: ${unused.map(quoted).join(", ")}.`);
  if (!features) notes.push("Methods that read a feature map cannot be used: none is chosen.");
  return notes;
}
