import type { NamedArray, NamedArrays } from "#lib/scouter/named-array.ts";
import {
  axisTaps,
  cornerPositions,
  type Edge,
  halfPixelPositions,
  sampleBilinear,
  spreadBilinear,
} from "../axis-taps.ts";
import { resizeBilinear } from "../resize.ts";

/** Planes of a stored picture [..., h, w]: each is a picture of one channel. */
function planesOf({ shape, data }: NamedArray): { planes: Float32Array[]; height: number; width: number } {
  const [height, width] = shape.slice(-2);
  const size = height * width;
  const planes = Array.from({ length: data.length / size }, (_, i) =>
    data.subarray(i * size, (i + 1) * size),
  );
  return { planes, height, width };
}

const join = (planes: readonly ArrayLike<number>[]) => planes.flatMap((plane) => Array.from(plane));

const POSITIONS = {
  align_false: halfPixelPositions,
  align_true: cornerPositions,
  nearest: (from: number, to: number) =>
    Float64Array.from({ length: to }, (_, i) => Math.floor((i * from) / to)),
} as const;

/** torch `interpolate` in its modes, and the gradients of the bilinear ones. */
export function resizeCase(arrays: NamedArrays): Record<string, ArrayLike<number>> {
  const { planes, height, width } = planesOf(arrays["in.x"]);
  const got: Record<string, ArrayLike<number>> = {};
  for (const name of Object.keys(arrays)) {
    const [what, mode] = name.split(".");
    if (what === "in") continue;
    if (name === "out.antialias" || name === "out.align_false") {
      // What pictures and maps go through.
      const [tall, wide] = arrays[name].shape.slice(-2);
      const options = { antialias: mode === "antialias" };
      const resize = (data: Float32Array) =>
        resizeBilinear({ data, height, width, channels: 1 }, tall, wide, options).data;
      got[name] = join(planes.map(resize));
      continue;
    }
    const positions = POSITIONS[mode as keyof typeof POSITIONS];
    const [tall, wide] = arrays[what === "out" ? name : "in.grad_output"].shape.slice(-2);
    const rows = axisTaps(positions(height, tall), height, "clamp");
    const columns = axisTaps(positions(width, wide), width, "clamp");
    const size = { height, width, channels: 1 };
    got[name] =
      what === "out"
        ? join(planes.map((data) => sampleBilinear({ data, ...size }, rows, columns)))
        : join(
            planesOf(arrays["in.grad_output"]).planes.map((by) => spreadBilinear(by, size, rows, columns)),
          );
  }
  return got;
}

/** scikit-image `resize` of order 1, in its edge modes, without antialiasing. */
export function scikitCase(arrays: NamedArrays): Record<string, ArrayLike<number>> {
  const [height, width] = arrays["in.x"].shape;
  const resize = (name: string) => {
    const [tall, wide] = arrays[name].shape;
    const edge: Edge = name.endsWith("mode_edge") ? "clamp" : "mirror";
    const rows = axisTaps(halfPixelPositions(height, tall), height, edge);
    const columns = axisTaps(halfPixelPositions(width, wide), width, edge);
    return sampleBilinear({ data: arrays["in.x"].data, height, width, channels: 1 }, rows, columns);
  };
  const names = Object.keys(arrays).filter((name) => name.startsWith("out."));
  return Object.fromEntries(names.map((name) => [name, resize(name)]));
}
