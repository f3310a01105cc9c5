import sharp from "sharp";
import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { applyColourMap, type ColourMap, colourMaps } from "#lib/imaging/colour-map.ts";
import { drawContour } from "#lib/imaging/contour.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { drawOverlay } from "#lib/imaging/overlay.ts";
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

/**
 * A picture of one map for the researcher's pages: warm for evidence, cool for evidence against. WebP bytes.
 * The same map and style give the same bytes. @throws AppError `not_found`
 */
export async function renderMap(
  ctx: Ctx,
  mapId: string,
  style: z.output<typeof MapStyle>,
): Promise<Uint8Array> {
  requireCan(ctx, "run:read");
  const row = await requireMap(ctx, mapId);
  const map = minMax({ data: readFloat32(row.data), height: row.height, width: row.width });
  const colours = row.arm.explainerId === "scouter-" ? colourMaps.against : colourMaps.for;
  if (style.style === "raw") return renderCells(map, colours);

  const image = await decodeImage(await ctx.storage.get(row.image.displaySha256));
  const { height, width } = image;
  const fitted = upsampleMap(map, height, width);
  const pixels =
    style.style === "overlay"
      ? drawOverlay(image.data, fitted.data, { colours, opacity: style.opacity, dim: DIM })
      : drawContour(image.data, fitted, { level: 0.5, radius: 1, colour: lineColour(colours) });
  return encode(sharp(pixels, { raw: { width, height, channels: 3 } }));
}

/** Each cell a square: the 9 x 9 grid as it is. */
function renderCells(map: SaliencyMap, colours: ColourMap): Promise<Uint8Array> {
  const { width, height } = map;
  const cell = Math.max(1, Math.floor(RAW_SIDE / Math.max(width, height)));
  const picture = sharp(applyColourMap(map.data, colours), { raw: { width, height, channels: 3 } });
  return encode(picture.resize(width * cell, height * cell, { kernel: "nearest" }));
}

/** A light, saturated entry of the table. */
function lineColour(colours: ColourMap): [number, number, number] {
  const at = 3 * 176;
  return [colours[at], colours[at + 1], colours[at + 2]];
}

async function encode(picture: sharp.Sharp): Promise<Uint8Array> {
  return new Uint8Array(await picture.webp({ quality: QUALITY }).toBuffer());
}
