import type { Db, Tx } from "#lib/db/client.ts";
import type { AnnotationRound } from "#lib/db/generated/client.ts";
import type { Annotation } from "#lib/formats/dataset/annotation.ts";
import { presentMarks } from "./drawn-mark.ts";
import { personLabel } from "./person-label.ts";

export interface NamedMark {
  mark: Annotation;
  /** Of this mark, the image's own where none was chosen; null when neither has one. */
  className: string | null;
}

export interface DoneDrawing {
  imageId: string;
  userId: string;
  /** The person in this round: A, B, ... by who began first. */
  person: string;
  doneAt: Date;
  marks: NamedMark[];
}

export interface DrawnImage {
  id: string;
  fileName: string;
  width: number;
  height: number;
  displaySha256: string;
  className: string | null;
  drawings: DoneDrawing[];
}

/**
 * The images of a round that are still there, in its order, with the drawings that are done; other people's, so for those who may compare them
 * alone. A class that was renamed has its new name; one that is gone, the name it was drawn with.
 * @param imageIds only these images
 */
export async function readDoneDrawings(
  db: Db | Tx,
  round: Pick<AnnotationRound, "id" | "datasetId">,
  imageIds?: readonly string[],
): Promise<DrawnImage[]> {
  const places = await db.roundImage.findMany({
    where: { roundId: round.id, ...(imageIds ? { imageId: { in: [...imageIds] } } : {}) },
    orderBy: { position: "asc" },
    select: { imageId: true, drawings: { where: { doneAt: { not: null } }, orderBy: { id: "asc" } } },
  });
  const [people, classes, images] = await Promise.all([
    listPeople(db, round.id),
    db.datasetClass.findMany({ where: { datasetId: round.datasetId }, select: { id: true, name: true } }),
    db.image.findMany({
      where: { id: { in: places.map((place) => place.imageId) } },
      include: { class: { select: { name: true } } },
    }),
  ]);
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const imageOf = new Map(images.map((image) => [image.id, image]));
  return places.flatMap((place): DrawnImage[] => {
    const image = imageOf.get(place.imageId);
    if (!image) return [];
    const { id, fileName, width, height, displaySha256 } = image;
    const className = image.class?.name ?? null;
    const drawings = place.drawings.flatMap(({ userId, doneAt, regions }): DoneDrawing[] => {
      if (!doneAt) return [];
      const marks = presentMarks(regions).map((drawn) => ({
        mark: drawn.mark,
        className: names.get(drawn.classId ?? "") ?? drawn.className ?? className,
      }));
      return [{ imageId: id, userId, person: people.get(userId) ?? userId, doneAt, marks }];
    });
    return [{ id, fileName, width, height, displaySha256, className, drawings }];
  });
}

/** Everybody who was given an image of the round, with their letter, by who began first. */
export async function listPeople(db: Db | Tx, roundId: string): Promise<Map<string, string>> {
  const rows = await db.independentDrawing.groupBy({
    by: ["userId"],
    where: { roundId },
    _min: { id: true },
  });
  const sorted = rows.toSorted((a, b) => ((a._min.id ?? "") < (b._min.id ?? "") ? -1 : 1));
  return new Map(sorted.map(({ userId }, i) => [userId, personLabel(i)]));
}
