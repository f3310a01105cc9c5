import { colourMaps } from "#lib/imaging/colour-map.ts";
import { encodeWebp } from "#lib/imaging/encode-image.ts";
import { drawOverlay } from "#lib/imaging/overlay.ts";
import type { RgbImage } from "#lib/imaging/raster.ts";
import { resizeBilinear } from "#lib/imaging/resize.ts";
import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";
import type { Encoding } from "#lib/study/design.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";

/** Fixed for all stimuli: part of what a rater sees. */
const WEBP_QUALITY = 74;
/** Around pictures that are not square. */
const MARGIN_GREY = 128;

/** The image fitted into the study's square; decoded and resized once for all its maps. */
export function fitImage(image: RgbImage, { size }: Encoding): RgbImage {
  const scale = size / Math.max(image.width, image.height);
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const { data } = resizeBilinear({ ...image, channels: 3 }, height, width);
  return { data, width, height };
}

/**
 * One stimulus before padding: overlay in the study's encoding, or the picture as it is where there is no map; centred in the
 * square, as WebP without metadata.
 */
export async function drawStimulus(
  fitted: RgbImage,
  map: SaliencyMap | null,
  encoding: Encoding,
): Promise<Uint8Array> {
  const picture = map ? overlay(fitted, map, encoding) : fitted;
  return encodeWebp(centre(picture, encoding.size), { quality: WEBP_QUALITY });
}

function overlay(fitted: RgbImage, map: SaliencyMap, encoding: Encoding): RgbImage {
  const { width, height } = fitted;
  const values = minMax(upsampleMap(map, height, width)).data;
  const data = drawOverlay(fitted.data, values, {
    colours: colourMaps[encoding.colourMap],
    opacity: encoding.opacity,
    dim: encoding.dim,
    saturation: encoding.saturation,
  });
  return { data, width, height };
}

function centre(image: RgbImage, size: number): RgbImage {
  if (image.width === size && image.height === size) return image;
  const data = new Uint8Array(size * size * 3).fill(MARGIN_GREY);
  const left = Math.floor((size - image.width) / 2);
  const top = Math.floor((size - image.height) / 2);
  for (let y = 0; y < image.height; y++) {
    const row = image.data.subarray(3 * y * image.width, 3 * (y + 1) * image.width);
    data.set(row, 3 * ((top + y) * size + left));
  }
  return { data, width: size, height: size };
}
