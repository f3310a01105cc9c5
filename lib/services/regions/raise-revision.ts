import type { Tx } from "#lib/db/client.ts";
import type { Image, RegionState } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";

/**
 * Raises the revision of an image whose regions have just been changed, and says how far they are: drawn with the first
 * one, to be looked at again when they had been accepted, none after the last.
 * @param image as it was read in this transaction: a change that came in between is refused
 */
export async function raiseRevision(tx: Tx, image: Image): Promise<number> {
  const [{ any }] = await tx.$queryRaw<{ any: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM (
        SELECT DISTINCT ON ("regionKey") "removedAt" FROM "Region"
        WHERE "imageId" = ${image.id} ORDER BY "regionKey", "revision" DESC
      ) latest WHERE "removedAt" IS NULL
    ) AS "any"`;
  const regionRevision = image.regionRevision + 1;
  const { count } = await tx.image.updateMany({
    where: { id: image.id, regionRevision: image.regionRevision },
    data: { regionRevision, regionState: nextState(image.regionState, any) },
  });
  if (count === 0)
    throw new AppError("conflict", "Someone changed these regions at the same moment. Try again.");
  return regionRevision;
}

function nextState(state: RegionState, any: boolean): RegionState {
  if (state === "none" || state === "accepted") return any ? "drawn" : "none";
  return state === "drawn" && !any ? "none" : state;
}
