import type { Prisma } from "#lib/db/generated/client.ts";
import { regionArea } from "#lib/formats/dataset/region-area.ts";
import { type DrawnRegion, drawnRegion } from "#lib/stats/regions/drawn-region.ts";
import { type RoundAgreement, roundAgreement } from "#lib/stats/regions/round-agreement.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Ctx } from "../context.ts";
import { type DrawnImage, readDoneDrawings } from "./done-drawings.ts";
import { requireRound } from "./require-round.ts";

/** The agreement of a round as its row keeps it; pictures are image ids, people letters. */
export interface StoredAgreement extends RoundAgreement {
  /** Points and lines, which have no area to compare. */
  marksLeftOut: number;
}

/**
 * Computes the agreement of a round from the drawings that are done, and keeps it with the round. The same drawings and seed give the same
 * numbers.
 */
export async function computeAgreement(ctx: Ctx, roundId: string): Promise<void> {
  const { seed, turn, images } = await ctx.db.$transaction(async (tx) => {
    await requireRound(tx, ctx, roundId);
    // It waits for whoever has just finished a drawing and counts on this computation.
    const round = await tx.annotationRound.update({
      where: { id: roundId },
      data: { agreementTurn: { increment: 1 } },
    });
    return { seed: round.seed, turn: round.agreementTurn, images: await readDoneDrawings(tx, round) };
  });
  const done = images.reduce((sum, { drawings }) => sum + drawings.length, 0);
  let marksLeftOut = 0;
  const pictures = images
    .filter(({ drawings }) => drawings.length > 1)
    .map((image) => ({
      picture: image.id,
      drawings: image.drawings.map(({ person, marks }) => {
        const regions = marks.flatMap((mark) => toRegion(mark, image) ?? []);
        marksLeftOut += marks.length - regions.length;
        return { person, regions };
      }),
    }));
  const agreement: StoredAgreement = {
    ...roundAgreement(pictures, { random: createRandom(`${seed}/agreement`) }),
    marksLeftOut,
  };
  await ctx.db.annotationRound.updateMany({
    // One that began later and saw more is not written over.
    where: { id: roundId, agreementTurn: turn },
    data: { agreement: agreement as unknown as Prisma.InputJsonObject, agreementOf: done },
  });
}

function toRegion(
  { mark, className }: DrawnImage["drawings"][0]["marks"][0],
  image: DrawnImage,
): DrawnRegion | null {
  const shape = regionArea(mark, image);
  return shape && drawnRegion(shape, image, className);
}
