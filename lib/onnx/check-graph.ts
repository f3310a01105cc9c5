import { AppError } from "#lib/errors.ts";
import type { decodeOnnx } from "#lib/formats/onnx/decode.ts";
import type { OnnxNode, OnnxTensor, SparseTensor } from "#lib/formats/onnx/messages.ts";
import { quoted } from "./graph-flow.ts";

type DecodedOnnx = ReturnType<typeof decodeOnnx>;

/** Sets of operations that onnxruntime brings along; "" is ONNX's own. */
const KNOWN_DOMAINS = new Set(["", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc"]);
/** Repeat a graph as often as the numbers in it say: nothing bounds their time, and no classifier of pictures needs them. */
const ENDLESS = new Set(["Loop", "Scan"]);
/** Value of TensorProto.DataLocation for numbers in another file. */
const EXTERNAL = 1;

/** Everything in a file that may hold numbers or operations, however deep. */
interface Contents {
  nodes: OnnxNode[];
  tensors: OnnxTensor[];
}

function addSparse(into: Contents, sparse: SparseTensor | undefined): void {
  for (const part of [sparse?.values, sparse?.indices]) if (part) into.tensors.push(part);
}

function addNodes(into: Contents, nodes: readonly OnnxNode[]): void {
  for (const node of nodes) {
    into.nodes.push(node);
    for (const { t, tensors, g, graphs, sparseTensor, sparseTensors } of node.attribute) {
      if (t) into.tensors.push(t);
      for (const tensor of tensors) into.tensors.push(tensor);
      for (const sparse of [sparseTensor, ...sparseTensors]) addSparse(into, sparse);
      for (const inner of g ? [g, ...graphs] : graphs) addGraph(into, inner);
    }
  }
}

function addGraph(into: Contents, graph: DecodedOnnx["graph"]): void {
  for (const tensor of graph.initializer) into.tensors.push(tensor);
  for (const sparse of graph.sparseInitializer) addSparse(into, sparse);
  addNodes(into, graph.node);
}

function readContents({ graph, functions }: DecodedOnnx): Contents {
  const contents: Contents = { nodes: [], tensors: [] };
  addGraph(contents, graph);
  for (const { node } of functions) addNodes(contents, node);
  return contents;
}

function refuse(why: string): never {
  throw new AppError("invalid", `This ONNX file cannot be used here: ${why}.`);
}

/** No more than what may be said of a file in one sentence. */
function listed(names: Iterable<string>): string {
  const all = [...new Set(names)];
  return all.slice(0, 5).map(quoted).join(", ") + (all.length > 5 ? ` and ${all.length - 5} more` : "");
}

function checkOperations(nodes: readonly OnnxNode[], { functions }: DecodedOnnx): void {
  const defined = new Set(functions.map(({ domain, name }) => `${domain} ${name}`));
  const foreign = nodes.filter(
    ({ domain, opType }) => !KNOWN_DOMAINS.has(domain) && !defined.has(`${domain} ${opType}`),
  );
  if (foreign.length > 0) {
    const names = listed(foreign.map(({ domain, opType }) => `${domain}.${opType}`));
    refuse(
      `it needs operations that are not ONNX's own (${names}), which only the program that defines them can run. ` +
        "Export the model without them",
    );
  }
  const endless = nodes.filter(({ opType }) => ENDLESS.has(opType));
  if (endless.length > 0) {
    refuse(
      `it repeats parts of itself (${listed(endless.map(({ opType }) => opType))}), so that nothing bounds its time. ` +
        "Export the classifier alone, by tracing it",
    );
  }
}

function checkNumbers(tensors: readonly OnnxTensor[]): void {
  const external = tensors.filter(
    (tensor) => tensor.dataLocation === EXTERNAL || tensor.externalData.length > 0,
  );
  if (external.length > 0) {
    refuse(
      `the numbers of ${external.length} of its tensors are in another file. Put them into one with ` +
        'Python: onnx.save(onnx.load("model.onnx"), "whole.onnx")',
    );
  }
  for (const { name, dims } of tensors) {
    const count = dims.reduce((product, size) => product * size, 1);
    if (dims.some((size) => size < 0) || !(count <= Number.MAX_SAFE_INTEGER)) {
      refuse(`its tensor ${quoted(name)} has an impossible shape [${dims.slice(0, 8).join(", ")}]`);
    }
  }
}

/** Most elements of a tensor that stands for a shape or an axis rather than for weights. */
const SMALL = 16;

/**
 * Refuses what must not or cannot be run: numbers in other files, foreign operations, endless repetition, impossible shapes.
 * @returns how many numbers its weights hold
 * @throws AppError `invalid` naming the reason and what to do
 */
export function checkGraph(file: DecodedOnnx): { parameterCount: number } {
  const { nodes, tensors } = readContents(file);
  checkOperations(nodes, file);
  checkNumbers(tensors);
  const counts = tensors.map(({ dims }) => dims.reduce((product, size) => product * size, 1));
  return { parameterCount: counts.reduce((sum, count) => sum + (count > SMALL ? count : 0), 0) };
}
