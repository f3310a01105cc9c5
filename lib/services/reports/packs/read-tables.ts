import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { readRows } from "#lib/db/read-rows.ts";
import { canonicalJson } from "#lib/study/canonical-json.ts";
import { EVENTS, ITEMS, PARTICIPANTS, type PackTable } from "#lib/study/pack/tables.ts";
import { PLAIN_ARM } from "#lib/study/plain-arm.ts";
import type { Anchor } from "../../studies/event-hash.ts";
import { nameRater } from "../../studies/verification/problems.ts";
import { answersQuery } from "../export-answers.ts";

export type TableCell = string | number | null;
export type TableRows = AsyncIterable<readonly (readonly TableCell[])[]>;

/** Rows held at a time, and those of a row group of Parquet. */
export const PAGE = 2000;

type Value = string | number | bigint | Date | null;

/** A table's rows in the order of its columns, a page at a time. */
async function* rowsOf(tx: Tx, { columns }: PackTable, query: Prisma.Sql): TableRows {
  for await (const rows of readRows<Record<string, Value>>(tx, query, PAGE))
    yield rows.map((row) => columns.map(({ name, type }) => cellOf(row[name], type)));
}

function cellOf(value: Value | undefined, type: "STRING" | "DOUBLE"): TableCell {
  if (value === null || value === undefined) return null;
  if (type === "DOUBLE") return Number(value);
  return value instanceof Date ? value.toISOString() : String(value);
}

/** @param leftOut why raters are left out of the primary analysis, by their rank */
export async function* readRatings(
  tx: Tx,
  { columns }: PackTable,
  { studyId, simulated }: { studyId: string; simulated: boolean },
  leftOut: ReadonlyMap<number, string>,
): TableRows {
  const query = Prisma.sql`
    SELECT * FROM (${answersQuery(studyId, simulated)}) answers ORDER BY "rank", "trialPosition", "panel"`;
  for await (const rows of readRows<Record<string, Value> & { rank: number }>(tx, query, PAGE))
    yield rows.map((row) =>
      columns.map(({ name, type }) =>
        name === "left_out" ? (leftOut.get(row.rank) ?? null) : cellOf(row[name], type),
      ),
    );
}

/** Those who withdrew are rows too: of them there is nothing but that. */
export function readPackParticipants(tx: Tx, studyId: string, simulated: boolean): TableRows {
  const query = Prisma.sql`
    SELECT CASE WHEN p."simulated" THEN 'S' || -p."index" ELSE 'P' || p."index" + 1 END AS "rater",
           p."simulated"::int AS "simulated", p."state"::text AS "state", p."consentVersion" AS "consent_version",
           count(t."id")::int AS "trials", count(a."trialId")::int AS "answers",
           percentile_cont(0.5) WITHIN GROUP (ORDER BY a."responseTimeMs") AS "median_response_time_ms",
           extract(epoch FROM max(a."receivedAt") - p."consentedAt")::float AS "duration_s"
    FROM "Participant" p
    LEFT JOIN "Trial" t ON t."participantId" = p."id" AND NOT t."practice"
    LEFT JOIN "Answer" a ON a."trialId" = t."id"
    WHERE p."studyId" = ${studyId} AND p."simulated" = ${simulated}
    GROUP BY p."id"
    ORDER BY abs(p."index" + 0.5)`;
  return rowsOf(tx, PARTICIPANTS, query);
}

export function readItems(tx: Tx, studyId: string): TableRows {
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
  return rowsOf(tx, ITEMS, query);
}

interface EventRow {
  sequence: number;
  kind: string;
  data: { participant?: number };
  at: Date;
  hash: string;
}

/** The log up to `end`; nothing of a study without one. */
export async function* readPackEvents(tx: Tx, studyId: string, end: Anchor | null): TableRows {
  const query = Prisma.sql`
    SELECT "sequence", "kind"::text AS "kind", "data", "at", "hash" FROM "StudyEvent"
    WHERE "studyId" = ${studyId} AND "sequence" <= ${end?.sequence ?? -1}::int
    ORDER BY "sequence"`;
  for await (const rows of readRows<EventRow>(tx, query, PAGE))
    yield rows.map(({ sequence, kind, data, at, hash }) => {
      const cells: Record<(typeof EVENTS.columns)[number]["name"], TableCell> = {
        sequence,
        kind,
        rater: data.participant === undefined ? null : nameRater(data.participant),
        at: at.toISOString(),
        data: canonicalJson(data),
        hash,
      };
      return EVENTS.columns.map(({ name }) => cells[name]);
    });
}
