import { z } from "zod";
import type { Ctx } from "../context.ts";
import { requireVersion } from "./require-version.ts";
import { hashLines, hashOfImage } from "./version-hash.ts";

export const VersionRef = z.object({ datasetId: z.string(), number: z.coerce.number().int() });

export interface Verification {
  /** Whether the rows are still those that were frozen. */
  intact: boolean;
  hash: string;
  /** What the rows give now. */
  computed: string;
  imageCount: number;
}

const PAGE = 1000;

const Regions = z.array(
  z.object({
    kind: z.string(),
    geometry: z.unknown(),
    className: z.string().nullable().default(null),
    attributes: z.unknown().optional(),
  }),
);

/** Computes a version's hash from its rows again. @throws AppError `not_found` */
export async function verifyVersion(ctx: Ctx, input: z.input<typeof VersionRef>): Promise<Verification> {
  const { datasetId, number } = VersionRef.parse(input);
  const { id: versionId, hash, imageCount } = await requireVersion(ctx, datasetId, number);
  const lines: string[] = [];
  for (let after = -1; ; ) {
    const items = await ctx.db.versionImage.findMany({
      where: { versionId, position: { gt: after } },
      orderBy: { position: "asc" },
      take: PAGE,
      select: {
        position: true,
        className: true,
        split: true,
        regions: true,
        image: { select: { sha256: true } },
      },
    });
    for (const { image, className, split, regions } of items) {
      lines.push(hashOfImage({ sha256: image.sha256, className, split, regions: Regions.parse(regions) }));
    }
    if (items.length < PAGE) break;
    after = items[items.length - 1].position;
  }
  const count = lines.length;
  const computed = hashLines(lines);
  return { intact: computed === hash && count === imageCount, hash, computed, imageCount: count };
}
