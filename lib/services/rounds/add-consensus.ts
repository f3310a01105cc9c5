import { createHash } from "node:crypto";
import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { saveRegions } from "../regions/save-regions.ts";
import { proposeConsensus } from "./propose-consensus.ts";

const AddConsensus = z.object({
  roundId: z.string(),
  imageId: z.string(),
  /** Names of the classes to take; null stands for no class. */
  classNames: z.array(z.string().nullable()).min(1, "Choose what to add."),
});

/**
 * Adds the consensus of a round on an image to its regions, as new masks by whoever asks: what is there stays as it is, and the image is to
 * be reviewed like anything drawn. The same consensus again adds nothing.
 * @returns how many regions were added
 * @throws AppError `not_found`; `forbidden` for those who may not draw regions or compare drawings; `conflict` before two drawings are done;
 * `invalid` for a class that is gone, or where nobody agrees on anything
 */
export async function addConsensus(ctx: Ctx, input: unknown): Promise<{ added: number }> {
  const { roundId, imageId, classNames } = AddConsensus.parse(input);
  requireCan(ctx, "region:write");
  const { classes } = await proposeConsensus(ctx, { roundId, imageId });
  const chosen = classes.filter(({ className }) => classNames.includes(className));
  const gone = chosen.find(({ isGone }) => isGone);
  if (gone) throw new AppError("invalid", `The data set has no class ${gone.className} any more.`);
  const changes = chosen.flatMap(({ className, classId, method, parts }) =>
    parts.map((mask) => {
      const name = [roundId, imageId, className, JSON.stringify(mask)].join("\n");
      const attributes = { consensus: method, round: roundId };
      return {
        kind: "put" as const,
        id: idOf(`change\n${name}`),
        regionKey: idOf(`region\n${name}`),
        baseRevision: 0,
        classId,
        mark: { kind: "mask" as const, ...mask, attributes },
      };
    }),
  );
  if (changes.length === 0) throw new AppError("invalid", "There is nothing on which these people agree.");
  const ids = changes.map(({ id }) => id);
  const before = await ctx.db.region.count({ where: { id: { in: ids } } });
  await saveRegions(ctx, { imageId, changes });
  const added = changes.length - before;
  await audit(ctx.db, ctx, "consensus.add", `image:${imageId}`, { roundId, classNames, added });
  return { added };
}

/** What is made of the same consensus has the same id: it is stored once. */
const idOf = (name: string) => createHash("sha256").update(name).digest("hex").slice(0, 32);
