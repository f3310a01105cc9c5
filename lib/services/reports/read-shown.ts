import type { Tx } from "#lib/db/client.ts";
import { PLAIN_ARM } from "#lib/study/plain-arm.ts";
import type { AnsweredPanel } from "#lib/study/score-answers.ts";

/** A picture as the tables and the scores of a pack have it, the same for everybody who saw it. */
export interface ShownPicture {
  readonly itemId: string;
  readonly arm: string;
  readonly explainer: string;
  readonly statement: string | null;
  readonly image: string;
  /** Null when unknown. */
  readonly imageClass: string | null;
  readonly targetClass: string | null;
  readonly panel: AnsweredPanel;
  /** The panels of a trial that shows nothing else: one list for all answers about it. */
  readonly alone: readonly AnsweredPanel[];
}

interface Row extends Omit<ShownPicture, "panel" | "alone"> {
  id: string;
  armId: string;
  mapId: string | null;
  named: AnsweredPanel["named"] | null;
  classAt: number;
}

/**
 * Every picture of a study by the id of its stimulus. Whether an answer of the computer is right follows from the image's class in the
 * frozen version and the class that the map explains, never from what is known of it now.
 */
export async function readShown(tx: Tx, studyId: string): Promise<ReadonlyMap<string, ShownPicture>> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT s."id", s."itemId", b."id" AS "armId",
           CASE WHEN b."plain" THEN ${PLAIN_ARM.label} ELSE r."label" END AS "arm",
           CASE WHEN b."plain" THEN ${PLAIN_ARM.explainerId} ELSE r."explainerId" END AS "explainer",
           s."wording"->>'statement' AS "statement", i."fileName" AS "image", v."className" AS "imageClass",
           d."classNames"[m."target" + 1] AS "targetClass", s."wording"->'named' AS "named", s."classAt",
           CASE WHEN b."plain" OR s."wording"->'named' IS NOT NULL THEN NULL ELSE m."id" END AS "mapId"
    FROM "Stimulus" s
    JOIN "StudyArm" b ON b."id" = s."armId"
    JOIN "SaliencyMap" m ON m."id" = s."wording"->>'mapId'
    JOIN "RunArm" r ON r."id" = m."armId"
    JOIN "Run" n ON n."id" = r."runId"
    JOIN "Model" d ON d."id" = r."modelId"
    JOIN "Image" i ON i."id" = m."imageId"
    LEFT JOIN "VersionImage" v ON v."versionId" = n."versionId" AND v."imageId" = i."id"
    WHERE s."studyId" = ${studyId}`;
  return new Map(
    rows.map(({ id, armId, mapId, named, classAt, ...picture }) => {
      const panel = { armId, mapId, correct: isRight(picture), classAt, ...(named && { named }) };
      return [id, { ...picture, panel, alone: [panel] }];
    }),
  );
}

function isRight({
  imageClass,
  targetClass,
  statement,
}: Pick<Row, "imageClass" | "targetClass" | "statement">): boolean | null {
  if (imageClass === null || targetClass === null || statement === null) return null;
  return (imageClass === targetClass) === (statement === "for");
}
