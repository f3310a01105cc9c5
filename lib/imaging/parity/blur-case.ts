import type { NamedArrays } from "#lib/scouter/named-array.ts";
import { type BlurEdge, blur, gaussianTaps, reflectedGaussianTaps } from "../blur.ts";

/** Gaussian windows and what they make of a picture, by the padding and the window the case names. */
export function blurCase(
  arrays: NamedArrays,
  options: Record<string, unknown>,
): Record<string, ArrayLike<number>> {
  const edge: BlurEdge = String(options.padding ?? "zero").startsWith("zero") ? "zero" : "mirror";
  const blurred = (taps: Float64Array) => {
    const { shape, data } = arrays["in.x"];
    const [height, width] = shape.slice(-2);
    const size = height * width;
    const planes = Array.from({ length: data.length / size }, (_, i) => {
      return blur({ data: data.subarray(i * size, (i + 1) * size), height, width, channels: 1 }, taps, edge);
    });
    return planes.flatMap((plane) => Array.from(plane));
  };
  if (Array.isArray(options.sigmas)) {
    const names = (sigma: number) => `out.sigma_${sigma.toFixed(2)}`;
    return Object.fromEntries(
      (options.sigmas as number[]).map((sigma) => [
        names(sigma),
        blurred(gaussianTaps(sigma, Math.ceil(4 * sigma))),
      ]),
    );
  }
  const { sigma, size } = options as { sigma: number; size: number };
  // A stored kernel in two dimensions is RISE's, made by smoothing a single pixel.
  const taps = arrays["out.kernel"] ? reflectedGaussianTaps(sigma, size) : gaussianTaps(sigma, size >> 1);
  const got: Record<string, ArrayLike<number>> = { "out.kernel_1d": taps };
  if (arrays["out.kernel"])
    got["out.kernel"] = Array.from(taps).flatMap((a) => Array.from(taps, (b) => a * b));
  if (arrays["in.x"]) got["out.blurred"] = blurred(taps);
  return got;
}
