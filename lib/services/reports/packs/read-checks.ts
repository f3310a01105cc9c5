import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { readRows } from "#lib/db/read-rows.ts";
import { toleranceOf } from "#lib/study/checks/consistent.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { CHECKS } from "#lib/study/pack/checks-table.ts";
import { responseOf } from "#lib/study/response-of.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { questionsOf } from "../../participation/quiz/view-quiz.ts";
import type { TablePages } from "./table-files.ts";

const PAGE = 2000;

const cellOf = (value: string | number | Date | null) =>
  value instanceof Date ? value.toISOString() : value;

interface OwnStudy {
  id: string;
  templateId: string;
  templateVersion: number;
  design: unknown;
}

/** Every answer that checks its rater, rater by rater: the quiz by try and question, then trials in their order. Whoever withdrew has none. */
export async function* readChecks(tx: Tx, study: OwnStudy, simulated: boolean): TablePages {
  const design = StudyDesign.parse(study.design);
  const right = (questionsOf({ ...study, design }) ?? []).map((question) => question.right);
  const response = responseOf(requireTemplate(study.templateId, study.templateVersion), design);
  const query = Prisma.sql`
    WITH who AS (
      SELECT p."id", abs(p."index" + 0.5) AS "rank",
             CASE WHEN p."simulated" THEN 'S' || -p."index" ELSE 'P' || p."index" + 1 END AS "rater",
             (SELECT count(*)::int FROM "Trial" t WHERE t."participantId" = p."id" AND t."practice") AS "practised"
      FROM "Participant" p
      WHERE p."studyId" = ${study.id} AND p."simulated" = ${simulated} AND p."state" <> 'withdrawn'
    ), asked AS (
      SELECT who."rank", who."rater", 'quiz' AS "check", q."attempt", given."question"::int AS "question",
             NULL::int AS "position", given."value", (${right}::int[])[given."question"] AS "expected",
             (given."value" = (${right}::int[])[given."question"])::int AS "passed",
             NULL::int AS "response_time_ms", q."receivedAt" AS "received_at"
      FROM who
      JOIN "QuizAttempt" q ON q."participantId" = who."id"
      CROSS JOIN LATERAL unnest(q."answers") WITH ORDINALITY AS given("value", "question")
      UNION ALL
      SELECT who."rank", who."rater", t."check"::text, NULL, NULL, t."position" + 1 - who."practised", a."value",
             wanted."value", (abs(a."value" - wanted."value") <= CASE t."check" WHEN 'repeat' THEN ${toleranceOf(response)}::float ELSE 0 END)::int,
             a."responseTimeMs", a."receivedAt"
      FROM who
      JOIN "Trial" t ON t."participantId" = who."id" AND t."check" IS NOT NULL
      JOIN "Answer" a ON a."trialId" = t."id"
      LEFT JOIN LATERAL (
        SELECT first."value" FROM "Trial" o JOIN "Answer" first ON first."trialId" = o."id"
        WHERE t."check" = 'repeat' AND o."participantId" = who."id" AND NOT o."practice" AND o."check" IS NULL
          AND o."stimulusId" = t."stimulusId" AND o."otherStimulusIds" = t."otherStimulusIds"
        UNION ALL SELECT t."expected" WHERE t."check" = 'attention'
      ) wanted ON true
    )
    SELECT * FROM asked ORDER BY "rank", "position" NULLS FIRST, "attempt", "question"`;
  for await (const page of readRows<Record<string, string | number | Date | null>>(tx, query, PAGE))
    yield [page.map((row) => CHECKS.columns.map(({ name }) => cellOf(row[name])))];
}
