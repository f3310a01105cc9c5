import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { regionArea } from "#lib/formats/dataset/region-area.ts";
import { type ClassConsensus, classConsensus } from "#lib/imaging/consensus/class-consensus.ts";
import { connectedParts } from "#lib/imaging/consensus/connected-parts.ts";
import type { Mask, MaskRuns } from "#lib/imaging/mask-runs.ts";
import { encodeMask } from "#lib/imaging/mask-runs.ts";
import { type RegionShape, rasteriseRegions, type Size } from "#lib/imaging/region.ts";
import type { Ctx } from "../context.ts";
import { requireSighted } from "./blinding.ts";
import { type DrawnImage, readDoneDrawings } from "./done-drawings.ts";
import { requireRound } from "./require-round.ts";

/** The consensus on one class of an image. */
export interface ProposedClass extends Pick<ClassConsensus, "method"> {
  className: string | null;
  /** Of the data set as it is now; null for no class, `gone` where there is no such class any more. */
  classId: string | null;
  isGone: boolean;
  /** Each connected part, as a mask of the image. */
  parts: MaskRuns[];
  /** In the order of the image's drawings; null by majority. */
  raters: ClassConsensus["raters"];
}

export interface Consensus {
  image: DrawnImage;
  classes: ProposedClass[];
}

/** Pixels that consensus is computed on: larger images are computed smaller and the result is enlarged. */
const MOST_PIXELS = 1_000_000;
/** Parts smaller than this share of the image are slivers between outlines. */
const LEAST_SHARE = 2e-4;

/**
 * What the people who drew an image of a round together say, class by class, as a proposal: nothing is stored. Objects of one class that
 * touch become one region; points and lines have no area and are left out.
 * @throws AppError `not_found`; `forbidden`, also for whoever still draws the image; `conflict` before two drawings are done
 */
export async function proposeConsensus(
  ctx: Ctx,
  { roundId, imageId }: { roundId: string; imageId: string },
): Promise<Consensus> {
  requireCan(ctx, "region:review");
  const round = await requireRound(ctx.db, ctx, roundId);
  const [image] = await readDoneDrawings(ctx.db, round, [imageId]);
  if (!image) throw new AppError("not_found", "This image is not in the round.");
  await requireSighted(ctx.db, ctx, imageId);
  if (image.drawings.length < 2)
    throw new AppError("conflict", "A consensus needs two drawings of the image that are done.");
  const classes = await ctx.db.datasetClass.findMany({
    where: { datasetId: round.datasetId },
    orderBy: { index: "asc" },
    select: { id: true, name: true },
  });
  const ids = new Map(classes.map(({ id, name }) => [name, id]));
  const drawn = new Set(image.drawings.flatMap(({ marks }) => marks.map(({ className }) => className)));
  const order = [...classes.map(({ name }) => name), null];
  return {
    image,
    classes: [...drawn]
      .sort((a, b) => order.indexOf(a) - order.indexOf(b))
      .map((className) => ({
        className,
        classId: className === null ? null : (ids.get(className) ?? null),
        isGone: className !== null && !ids.has(className),
        ...proposeClass(image, className),
      })),
  };
}

function proposeClass(image: DrawnImage, className: string | null) {
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (image.width * image.height)));
  const size = {
    width: Math.max(1, Math.round(image.width * scale)),
    height: Math.max(1, Math.round(image.height * scale)),
  };
  const masks = image.drawings.map(({ marks }) => {
    const shapes = marks.flatMap((each): RegionShape[] => {
      const shape = each.className === className ? regionArea(each.mark, image) : null;
      return shape ? [shape] : [];
    });
    return rasteriseRegions(shapes, image, size);
  });
  const { mask, ...rest } = classConsensus(masks);
  const parts = connectedParts(mask, LEAST_SHARE * size.width * size.height);
  return { ...rest, parts: parts.map((part) => encodeMask(enlarge(part, image))) };
}

/** A mask at the image's own size: each pixel is what the cell it lies in is. */
function enlarge(mask: Mask, { width, height }: Size): Mask {
  if (mask.width === width && mask.height === height) return mask;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * mask.height) / height) * mask.width;
    for (let x = 0; x < width; x++) {
      data[y * width + x] = mask.data[row + Math.floor(((x + 0.5) * mask.width) / width)];
    }
  }
  return { data, width, height };
}
