/** How a map is drawn over its image. */
export interface OverlayStyle {
  /** 256 RGB triples, lowest value first. */
  readonly colours: Uint8Array;
  /** Weight of the colour where the map is 1, in [0, 1]. */
  readonly opacity: number;
  /** How much the image is darkened where the map is 0, in [0, 1]. */
  readonly dim: number;
  /** How much of the image's own colour stays, in [0, 1]: less of it lets the highlight's colour stand out. All (1) by default. */
  readonly saturation?: number;
}

/** Luma of ITU-R BT.601: grey that looks as bright as the colour. */
const LUMA = [0.299, 0.587, 0.114];

/**
 * Image and saliency map as one picture: the image paler in colour, dimmed where the map is low, tinted where it is high.
 *   pale = Y + s (image - Y),  Y the pixel's luma
 *   out = (1 - a m) (1 - d (1 - m)) pale + a m colour(m)
 * with a = opacity, d = dim, s = saturation, m the map in [0, 1].
 * Brightness carries the highlight as well as colour does, so it is seen without colour vision too.
 *
 * @param image RGB bytes, [height x width x 3].
 * @param map min-max normalised, [height x width], in [0, 1]; a constant map is all 0 and highlights nothing.
 * @returns RGB bytes of the same shape.
 */
export function drawOverlay(image: Uint8Array, map: Float32Array, style: OverlayStyle): Uint8Array {
  if (image.length !== 3 * map.length)
    throw new RangeError(`Image of ${image.length} bytes does not fit a map of ${map.length} cells`);
  const { saturation = 1 } = style;
  const out = new Uint8Array(image.length);
  for (let i = 0; i < map.length; i++) {
    const m = Math.min(1, Math.max(0, map[i]));
    const tint = style.opacity * m;
    const keep = (1 - tint) * (1 - style.dim * (1 - m));
    const colour = 3 * Math.round(255 * m);
    const luma = LUMA[0] * image[3 * i] + LUMA[1] * image[3 * i + 1] + LUMA[2] * image[3 * i + 2];
    for (let c = 0; c < 3; c++) {
      const pale = luma + saturation * (image[3 * i + c] - luma);
      out[3 * i + c] = Math.round(keep * pale + tint * style.colours[colour + c]);
    }
  }
  return out;
}
