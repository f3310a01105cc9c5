import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { explainsOf } from "#lib/explain/explains-of.ts";
import { applyColourMap, type ColourMap, colourMaps } from "#lib/imaging/colour-map.ts";
import { drawContour } from "#lib/imaging/contour.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { encodePng, encodeWebp } from "#lib/imaging/encode-image.ts";
import { drawOverlay } from "#lib/imaging/overlay.ts";
import type { RgbImage } from "#lib/imaging/raster.ts";
import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Ctx } from "../context.ts";
import { readFloat32 } from "./read-float32.ts";
import { requireMap } from "./require-map.ts";

export const MapStyle = z.object({
  /** overlay: tinted image; contour: a line at half the range; raw: the cells as they are, without the image. */
  style: z.enum(["overlay", "raw", "contour"]).default("overlay"),
  opacity: z.coerce.number().min(0).max(1).default(0.6),
});

/** How much the image is darkened where a map says nothing. */
const DIM = 0.4;
/** Side of a raw picture in pixels, about: cells are whole numbers of pixels. */
const RAW_SIDE = 384;
const QUALITY = 86;

export interface MapPicture {
  bytes: Uint8Array;
  mediaType: "image/webp" | "image/png";
}

/**
 * A picture of one map for the researcher's pages: warm for evidence, cool for evidence against.
 * The same map and style give the same bytes. @throws AppError `not_found`
 */
export async function renderMap(
  ctx: Ctx,
  mapId: string,
  { style, opacity }: z.output<typeof MapStyle>,
): Promise<MapPicture> {
  requireCan(ctx, "run:read");
  const row = await requireMap(ctx, mapId);
  const map = minMax({ data: readFloat32(row.data), height: row.height, width: row.width });
  const colours = explainsOf(row.arm) === "against" ? colourMaps.against : colourMaps.for;
  if (style === "raw") return { bytes: await encodePng(drawCells(map, colours)), mediaType: "image/png" };

  const { data: image, height, width } = await decodeImage(await ctx.storage.get(row.image.displaySha256));
  const fitted = upsampleMap(map, height, width);
  const data =
    style === "overlay"
      ? drawOverlay(image, fitted.data, { colours, opacity, dim: DIM })
      : drawContour(image, fitted, { level: 0.5, radius: 1, colour: lineColour(colours) });
  return { bytes: await encodeWebp({ data, height, width }, { quality: QUALITY }), mediaType: "image/webp" };
}

/** Each cell a square of whole pixels: the 9 x 9 grid as it is. */
function drawCells(map: SaliencyMap, colours: ColourMap): RgbImage {
  const side = Math.max(1, Math.floor(RAW_SIDE / Math.max(map.width, map.height)));
  const [width, height] = [map.width * side, map.height * side];
  const cells = applyColourMap(map.data, colours);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = Math.floor(y / side) * map.width + Math.floor(x / side);
      data.set(cells.subarray(cell * 3, cell * 3 + 3), (y * width + x) * 3);
    }
  }
  return { data, width, height };
}

/** A light, saturated entry of the table. */
function lineColour(colours: ColourMap): [number, number, number] {
  const at = 3 * 176;
  return [colours[at], colours[at + 1], colours[at + 2]];
}
