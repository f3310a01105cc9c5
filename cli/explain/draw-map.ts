import type { Explainer } from "#lib/explain/define-explainer.ts";
import { normaliseMap } from "#lib/explain/normalise-map.ts";
import { colourMaps } from "#lib/imaging/colour-map.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import { drawOverlay } from "#lib/imaging/overlay.ts";
import type { RgbImage } from "#lib/imaging/raster.ts";
import { resizeBilinear } from "#lib/imaging/resize.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";

/** Largest side of an overlay, pixels. */
const LONGEST = 512;
const COLOURS = { for: colourMaps.for, against: colourMaps.against, either: colourMaps.magma };

/** The map over its picture as PNG: warm for evidence for a class, cool for evidence against it. */
export async function drawMap(
  picture: RgbImage,
  map: SaliencyMap,
  explains: Explainer["explains"],
): Promise<Uint8Array> {
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const height = Math.max(1, Math.round(picture.height * scale));
  const width = Math.max(1, Math.round(picture.width * scale));
  const { data } = resizeBilinear({ ...picture, channels: 3 }, height, width);
  const style = { colours: COLOURS[explains], opacity: 0.65, dim: 0.45 };
  return encodePng({ data: drawOverlay(data, normaliseMap(map, height, width).data, style), height, width });
}
