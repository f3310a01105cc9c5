import { refuseOnnx } from "#lib/formats/onnx/decode.ts";
import type { OnnxGraph, OnnxNode, OnnxTensor } from "#lib/formats/onnx/messages.ts";

/** Operations whose result says how large a tensor is, not what is in it. */
const SHAPE_ONLY = new Set(["Shape", "Size"]);

/** A graph's nodes in the order of computation, and who makes and reads each value. */
export interface GraphFlow {
  graph: OnnxGraph;
  nodes: OnnxNode[];
  /** Position of the node that makes a value. */
  maker: ReadonlyMap<string, number>;
  /** Positions of the nodes that read a value. */
  readers: ReadonlyMap<string, number[]>;
  /** Fixed numbers by name: initialisers, and what Constant nodes hold. */
  constants: ReadonlyMap<string, OnnxTensor>;
}

/** What a node reads, subgraphs included: their nodes see the values around them. */
function readBy(node: OnnxNode): string[] {
  const inner = node.attribute.flatMap(({ g, graphs }) => (g ? [g, ...graphs] : graphs));
  return [...node.input, ...inner.flatMap((graph) => graph.node.flatMap(readBy))].filter(
    (name) => name !== "",
  );
}

function collectConstants(graph: OnnxGraph): Map<string, OnnxTensor> {
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  for (const { opType, output, attribute } of graph.node) {
    const tensor = opType === "Constant" ? attribute.find(({ name }) => name === "value")?.t : undefined;
    if (tensor && output[0]) constants.set(output[0], tensor);
  }
  return constants;
}

function append<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const known = lists.get(key);
  if (known) known.push(item);
  else lists.set(key, [item]);
}

/** @throws AppError `invalid` for a graph that runs in a circle, or makes a value twice */
export function readGraphFlow(graph: OnnxGraph): GraphFlow {
  const makers = new Map<string, OnnxNode>();
  for (const node of graph.node) {
    for (const name of node.output) {
      if (name !== "" && makers.has(name)) refuseOnnx(`its value ${quoted(name)} is made twice`);
      makers.set(name, node);
    }
  }
  const waitingFor = new Map<OnnxNode, number>();
  const waiters = new Map<OnnxNode, OnnxNode[]>();
  for (const node of graph.node) {
    const before = new Set(readBy(node).flatMap((name) => makers.get(name) ?? []));
    waitingFor.set(node, before.size);
    for (const maker of before) append(waiters, maker, node);
  }
  const nodes = graph.node.filter((node) => waitingFor.get(node) === 0);
  for (let at = 0; at < nodes.length; at++) {
    for (const node of waiters.get(nodes[at]) ?? []) {
      const left = (waitingFor.get(node) as number) - 1;
      waitingFor.set(node, left);
      if (left === 0) nodes.push(node);
    }
  }
  if (nodes.length < graph.node.length) refuseOnnx("its graph runs in a circle");

  const maker = new Map<string, number>();
  const readers = new Map<string, number[]>();
  for (const [position, node] of nodes.entries()) {
    for (const name of node.output) maker.set(name, position);
    for (const name of new Set(readBy(node))) append(readers, name, position);
  }
  return { graph, nodes, maker, readers, constants: collectConstants(graph) };
}

export const quoted = (name: string) => JSON.stringify(name.slice(0, 100));

/** The node that makes a value; undefined for inputs and constants. */
export function makerOf({ nodes, maker }: GraphFlow, value: string): OnnxNode | undefined {
  const position = maker.get(value);
  return position === undefined ? undefined : nodes[position];
}

/** Everything reachable from `starts` by `next`, nodes where `stops` holds left out. */
function reach(
  starts: Iterable<number>,
  next: (position: number) => Iterable<number>,
  stops: (position: number) => boolean,
): Set<number> {
  const reached = new Set<number>();
  const pending = [...starts];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (reached.has(at) || stops(at)) continue;
    reached.add(at);
    for (const position of next(at)) pending.push(position);
  }
  return reached;
}

/** Positions of the nodes through which the picture reaches a value, in order. */
function nodesBetween({ nodes, maker, readers }: GraphFlow, from: string, to: string): number[] {
  const readersOf = (name: string) => readers.get(name) ?? [];
  const makersOf = (name: string) => maker.get(name) ?? [];
  const reached = reach(
    readersOf(from),
    (at) => nodes[at].output.flatMap(readersOf),
    (at) => SHAPE_ONLY.has(nodes[at].opType),
  );
  const needed = reach(
    [to].flatMap(makersOf),
    (at) => readBy(nodes[at]).flatMap(makersOf),
    (at) => !reached.has(at),
  );
  return [...needed].sort((a, b) => a - b);
}

/**
 * The values through which everything that `to` knows of `from` passes, in order: between two of them the graph may branch,
 * past one of them nothing leads. Whatever stands above such a value is a function of it alone.
 */
export function bottlenecks(flow: GraphFlow, from: string, to: string): string[] {
  const { nodes, readers } = flow;
  const between = nodesBetween(flow, from, to);
  const within = new Set(between);
  const furthestReader = (name: string) =>
    (readers.get(name) ?? []).reduce(
      (most, position) => (within.has(position) ? Math.max(most, position) : most),
      -1,
    );
  const found: string[] = [];
  let furthest = furthestReader(from);
  for (const position of between) {
    const { output } = nodes[position];
    const read = output.filter((name) => name !== "" && (furthestReader(name) >= 0 || name === to));
    if (furthest <= position && read.length === 1) found.push(read[0]);
    furthest = output.reduce((most, name) => Math.max(most, furthestReader(name)), furthest);
  }
  return found;
}
