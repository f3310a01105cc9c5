import type { Db } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { explainsOf } from "#lib/explain/explains-of.ts";
import type { TemplateWording } from "#lib/study/languages/language.ts";
import { statementOf } from "#lib/study/statement.ts";
import type { Statement } from "#lib/study/template.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import { readFloat32 } from "../explanations/read-float32.ts";
import type { LocatedImage } from "./object-share.ts";

export interface MaterialItem extends LocatedImage {
  readonly itemId: string;
  readonly imageId: string;
  readonly practice: boolean;
  /** Those whose maps are shown, the computer's answer first; none where an arm shows one map. */
  readonly classes: readonly string[];
  readonly sha256: string;
}

export interface MaterialArm {
  readonly armId: string;
  readonly runArmId: string;
  readonly label: string;
  readonly explainerId: string;
  readonly statement: Statement;
  /** Shows the picture without the map. */
  readonly plain: boolean;
  readonly classNames: readonly string[];
}

export interface MaterialMap extends SaliencyMap {
  readonly mapId: string;
  /** The class that it explains. */
  readonly className: string;
  readonly answer: string;
}

/** The items of a study in order, with their images and frozen regions. */
export async function loadItems(db: Db, study: Study): Promise<MaterialItem[]> {
  const rows = await db.studyItem.findMany({
    where: { studyId: study.id },
    orderBy: { position: "asc" },
    include: {
      image: { select: { sha256: true, width: true, height: true } },
    },
  });
  const { versionId } = await db.run.findUniqueOrThrow({
    where: { id: study.runId },
    select: { versionId: true },
  });
  const frozen = await db.versionImage.findMany({
    where: { versionId, imageId: { in: rows.map((row) => row.imageId) } },
    select: { imageId: true, className: true, regions: true },
  });
  const byImage = new Map(frozen.map((row) => [row.imageId, row]));
  return rows.map(({ id, imageId, practice, classes, image }) => ({
    itemId: id,
    imageId,
    practice,
    classes,
    ...image,
    className: byImage.get(imageId)?.className ?? null,
    regions: byImage.get(imageId)?.regions ?? [],
  }));
}

/** The arms of a study in order, each with the kind of statement its maps make. */
export async function loadArms(db: Pick<Db, "studyArm">, study: Study): Promise<MaterialArm[]> {
  const rows = await db.studyArm.findMany({
    where: { studyId: study.id },
    orderBy: { position: "asc" },
    include: { runArm: { include: { model: { select: { classNames: true } } } } },
  });
  return rows.map(({ id, runArmId, plain, runArm }) => {
    return {
      armId: id,
      runArmId,
      plain,
      label: runArm.label,
      explainerId: runArm.explainerId,
      statement: statementOf(explainsOf(runArm), runArm.targetRule),
      classNames: runArm.model.classNames,
    };
  });
}

/**
 * The map of an arm on an image, with the answer it goes with.
 * @param wantedClass of an arm with maps of several classes, the one wanted
 * @throws AppError `conflict` naming arm and image when the run has none
 */
export async function loadMap(
  db: Db,
  wording: TemplateWording,
  arm: Pick<MaterialArm, "runArmId" | "label" | "statement" | "classNames">,
  item: Pick<MaterialItem, "imageId">,
  wantedClass?: string,
): Promise<MaterialMap> {
  const wanted = wantedClass === undefined ? {} : { target: arm.classNames.indexOf(wantedClass) };
  const map = await db.saliencyMap.findFirst({
    where: { armId: arm.runArmId, imageId: item.imageId, ...wanted },
    orderBy: { id: "asc" },
  });
  if (!map)
    throw new AppError(
      "conflict",
      `The run has no map of "${arm.label}" for one of the images: retry the run, then prepare the study again.`,
      { armId: arm.runArmId, imageId: item.imageId },
    );
  const { id, height, width, target } = map;
  const className = arm.classNames[target];
  const answer = wording.answer[arm.statement](className);
  return { mapId: id, height, width, data: readFloat32(map.data), className, answer };
}
