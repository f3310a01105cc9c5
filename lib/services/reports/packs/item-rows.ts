import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { readRows } from "#lib/db/read-rows.ts";
import { ITEMS } from "#lib/study/pack/tables.ts";
import { PLAIN_ARM } from "#lib/study/plain-arm.ts";
import type { TablePages } from "./table-files.ts";

const PAGE = 2000;

/** Rows of `items`: every picture that can be rated. */
export async function* itemRows(tx: Tx, studyId: string): TablePages {
  const query = Prisma.sql`
    SELECT i."position" + 1 AS "item", i."practice"::int AS "practice", m."fileName" AS "image", v."className" AS "image_class",
           a."position" + 1 AS "arm_number", CASE WHEN a."plain" THEN ${PLAIN_ARM.label} ELSE r."label" END AS "arm",
           CASE WHEN a."plain" THEN ${PLAIN_ARM.explainerId} ELSE r."explainerId" END AS "explainer",
           s."wording"->>'statement' AS "statement", d."classNames"[p."target" + 1] AS "target_class",
           CASE WHEN a."plain" OR (s."wording"->'named' IS NOT NULL AND NOT i."practice") THEN NULL
             ELSE s."wording"->>'mapId' END AS "map", s."id" AS "stimulus"
    FROM "Stimulus" s
    JOIN "StudyItem" i ON i."id" = s."itemId"
    JOIN "StudyArm" a ON a."id" = s."armId"
    JOIN "RunArm" r ON r."id" = a."runArmId"
    JOIN "Run" n ON n."id" = r."runId"
    JOIN "Model" d ON d."id" = r."modelId"
    JOIN "Image" m ON m."id" = i."imageId"
    LEFT JOIN "SaliencyMap" p ON p."id" = s."wording"->>'mapId'
    LEFT JOIN "VersionImage" v ON v."versionId" = n."versionId" AND v."imageId" = m."id"
    WHERE s."studyId" = ${studyId}
    ORDER BY i."position", a."position", s."classAt"`;
  for await (const page of readRows<Record<string, string | number | null>>(tx, query, PAGE))
    yield [page.map((row) => ITEMS.columns.map(({ name }) => row[name]))];
}
