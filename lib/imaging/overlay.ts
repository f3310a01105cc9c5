/** How a map is drawn over its image. */
export interface OverlayStyle {
  /** 256 RGB triples, lowest value first. */
  readonly colours: Uint8Array;
  /** Weight of the colour where the map is 1, in [0, 1]. */
  readonly opacity: number;
  /** How much the image is darkened where the map is 0, in [0, 1]. */
  readonly dim: number;
}

/**
 * Image and saliency map as one picture: the image dimmed where the map is low, tinted where it is high.
 *   out = (1 - a m) (1 - d (1 - m)) image + a m colour(m),  a = opacity, d = dim, m the map in [0, 1].
 * Brightness carries the highlight as well as colour does, so it is seen without colour vision too.
 *
 * @param image RGB bytes, [height x width x 3].
 * @param map min-max normalised, [height x width], in [0, 1]; a constant map is all 0 and highlights nothing.
 * @returns RGB bytes of the same shape.
 */
export function drawOverlay(image: Uint8Array, map: Float32Array, style: OverlayStyle): Uint8Array {
  if (image.length !== 3 * map.length)
    throw new RangeError(`Image of ${image.length} bytes does not fit a map of ${map.length} cells`);
  const out = new Uint8Array(image.length);
  for (let i = 0; i < map.length; i++) {
    const m = Math.min(1, Math.max(0, map[i]));
    const tint = style.opacity * m;
    const keep = (1 - tint) * (1 - style.dim * (1 - m));
    const colour = 3 * Math.round(255 * m);
    for (let c = 0; c < 3; c++)
      out[3 * i + c] = Math.round(keep * image[3 * i + c] + tint * style.colours[colour + c]);
  }
  return out;
}
