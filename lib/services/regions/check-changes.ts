import type { Tx } from "#lib/db/client.ts";
import type { Image } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { annotationProblem } from "#lib/formats/dataset/annotation-problem.ts";
import type { RegionChange } from "./region-change.ts";

/**
 * Refuses what makes a change wrong whoever else is at work: a shape that does not belong on the image, a class of elsewhere.
 * @returns names of the classes that are named, by id
 * @throws AppError `invalid`
 */
export async function checkChanges(
  tx: Tx,
  image: Pick<Image, "width" | "height" | "datasetId">,
  changes: readonly RegionChange[],
): Promise<Map<string, string>> {
  const problems = changes.flatMap((change) => {
    const problem = change.kind === "put" ? annotationProblem(change.mark, image) : null;
    return problem ? [{ regionKey: change.regionKey, problem }] : [];
  });
  if (problems.length > 0) {
    throw new AppError("invalid", `A region cannot be kept: ${problems[0].problem}.`, { problems });
  }
  const wanted = new Set(changes.flatMap((change) => (change.kind === "put" ? (change.classId ?? []) : [])));
  const known = await tx.datasetClass.findMany({
    where: { id: { in: [...wanted] }, datasetId: image.datasetId },
    select: { id: true, name: true },
  });
  if (known.length < wanted.size) {
    throw new AppError(
      "invalid",
      "A class is not one of this data set: reload the page to see its classes.",
      { reason: "unknown-class" },
    );
  }
  return new Map(known.map(({ id, name }) => [id, name]));
}
