import { AppError } from "#lib/errors.ts";
import { ELEMENT_TYPE, type OnnxTensor, type ValueInfo } from "#lib/formats/onnx/messages.ts";
import { type GraphFlow, quoted } from "./graph-flow.ts";
import type { PictureInput } from "./onnx-config.ts";

export type Layout = PictureInput["layout"];

/** What a file says of the tensor it takes pictures in; null for what it leaves open. */
export interface InputFacts {
  name: string;
  type: PictureInput["type"];
  layout: Layout | null;
  /** 1 for grey pictures, 3 for coloured ones. */
  channels: 1 | 3 | null;
  /** Pictures a pass, where that is fixed. */
  batch: number | null;
  /** Side in pixels, where that is fixed. */
  size: number | null;
}

const TYPES = new Map<number, PictureInput["type"]>([
  [ELEMENT_TYPE.float, "float32"],
  [ELEMENT_TYPE.uint8, "uint8"],
]);

function refuse(why: string): never {
  throw new AppError("invalid", `This ONNX file cannot be used as a classifier of pictures: ${why}.`);
}

const isChannels = (size: number | null): size is 1 | 3 => size === 1 || size === 3;

/** A leading dimension of 1 is as often a default as a wish: only what was declared can be relied on. */
function sizesOf({ type }: ValueInfo): (number | null)[] | null {
  const dims = type?.tensorType?.shape?.dim;
  return dims ? dims.map(({ dimValue }) => (dimValue > 0 ? dimValue : null)) : null;
}

/** Channels last where the picture is first turned, channels first where it is first convolved. */
function layoutByUse({ nodes, readers }: GraphFlow, name: string): Layout | null {
  for (const position of readers.get(name) ?? []) {
    const { opType, attribute } = nodes[position];
    const perm = attribute.find((one) => one.name === "perm")?.ints.join();
    if (opType === "Conv") return "nchw";
    if (opType === "Transpose" && perm === "0,3,1,2") return "nhwc";
  }
  return null;
}

function readLayout(sizes: (number | null)[] | null, flow: GraphFlow, name: string): Layout | null {
  const [first, last] = [isChannels(sizes?.[1] ?? null), isChannels(sizes?.[3] ?? null)];
  if (first !== last) return first ? "nchw" : "nhwc";
  return layoutByUse(flow, name);
}

/** Input channels of the convolution a picture first meets: the kernel is [out, in / groups, h, w]. */
function channelsByUse({ nodes, readers, constants }: GraphFlow, name: string): number | null {
  const kernels = (readers.get(name) ?? [])
    .filter((position) => nodes[position].opType === "Conv")
    .map((position): OnnxTensor | undefined => constants.get(nodes[position].input[1]));
  return kernels[0]?.dims.length === 4 ? kernels[0].dims[1] : null;
}

/** The file's inputs: whatever is not filled in by an initialiser. */
export function listInputs({ graph, constants }: GraphFlow): ValueInfo[] {
  return graph.input.filter(({ name }) => !constants.has(name));
}

/**
 * The tensor that takes pictures.
 * @param layout what a person says, which counts more than the file
 * @throws AppError `invalid` for a file that takes something else
 */
export function findInput(flow: GraphFlow, layout: Layout | undefined): InputFacts {
  const inputs = listInputs(flow);
  if (inputs.length !== 1) {
    const names = inputs.map(({ name }) => quoted(name)).slice(0, 5);
    refuse(`it takes ${inputs.length} inputs (${names.join(", ") || "none"}), a picture is one`);
  }
  const [input] = inputs;
  const elemType = input.type?.tensorType?.elemType ?? 0;
  const type = TYPES.get(elemType);
  if (!type) {
    const isHalf = elemType === ELEMENT_TYPE.float16;
    refuse(
      isHalf
        ? "it takes float16 numbers. Convert it with its inputs and outputs kept in float32 (keep_io_types)"
        : `its input ${quoted(input.name)} takes neither float32 nor uint8 numbers`,
    );
  }
  const sizes = sizesOf(input);
  if (sizes && sizes.length !== 4) {
    refuse(
      `its input ${quoted(input.name)} has ${sizes.length} axes, a batch of pictures has 4 (batch, channels, height, width)`,
    );
  }
  const found = layout ?? readLayout(sizes, flow, input.name);
  const [batch, a, b, c] = sizes ?? [null, null, null, null];
  const [channels, height, width] = found === "nhwc" ? [c, a, b] : [a, b, c];
  const known = found ? (channels ?? channelsByUse(flow, input.name)) : null;
  if (known !== null && !isChannels(known)) {
    refuse(
      `with layout ${found} its pictures have ${known} channels; only coloured (3) and grey (1) ones are known. ` +
        "If the axes are ordered otherwise, say so (layout)",
    );
  }
  if (found && height !== null && width !== null && height !== width) {
    refuse(`it takes pictures of ${width} x ${height} pixels, and only square ones can be given`);
  }
  return { name: input.name, type, layout: found, channels: known, batch, size: height ?? width };
}
