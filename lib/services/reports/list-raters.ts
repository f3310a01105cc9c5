import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { type LeftOut, leftOut } from "#lib/study/left-out.ts";
import { type ComparedAnswer, type RaterSummary, summariseRater } from "#lib/study/rater-summary.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import type { Ctx } from "../context.ts";
import type { Page } from "../keyset.ts";
import { readRaterPage } from "./read-raters.ts";

export const RATER_PAGE = 50;

const ListRaters = z.object({
  studyId: z.string(),
  raters: z.enum(["people", "simulated"]),
  /** The rank of the last rater of the page before, or of the first of the page behind. */
  after: z.coerce.number().int().min(0).optional(),
  before: z.coerce.number().int().min(0).optional(),
});

export interface RaterRow extends RaterSummary {
  /** As in the exported answers: P1, P2, ... people; S1, S2, ... simulated raters. */
  name: string;
  state: "in progress" | "completed" | "withdrawn" | "screened out";
  trials: number;
  answered: number;
  /** Why they are left out of the primary analysis; empty for whoever is analysed or has not rated anything. */
  leftOut: LeftOut[];
}

/**
 * A study's raters in the order of joining, a page at a time: how each answered, and by which rule they are left out. Nothing here says
 * which methods they preferred. @throws AppError `not_found`
 */
export async function listRaters(ctx: Ctx, input: unknown): Promise<Page<RaterRow>> {
  const { studyId, raters, after, before } = ListRaters.parse(input);
  requireCan(ctx, "report:read");
  const where = { id: studyId, workspaceId: ctx.workspaceId };
  const study = await ctx.db.study.findFirst({
    where,
    select: { design: true, templateId: true, templateVersion: true, lock: { select: { lockedAt: true } } },
  });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const { exclusions } = StudyDesign.parse(study.design);
  const simulated = raters === "simulated";
  const lockedAt = study.lock?.lockedAt ?? null;
  const { response } = requireTemplate(study.templateId, study.templateVersion);
  // Ranks have no gaps: the page before is that many ranks back.
  const start = before === undefined ? (after ?? -1) : Math.max(-1, before - RATER_PAGE - 1);
  const read = await readRaterPage(ctx.db, {
    studyId,
    simulated,
    lockedAt,
    response,
    after: start,
    size: RATER_PAGE + 1,
  });
  const page = read.slice(0, RATER_PAGE);
  const ids = page.map(({ id }) => id);
  const answers = groupBy(await readCompared(ctx, { studyId, simulated, ids }), ({ rater }) => rater);
  return {
    rows: page.map(({ id, rank, withdrawn, screened, completed, pilot, record }) => ({
      name: `${simulated ? "S" : "P"}${rank + 1}`,
      state: withdrawn ? "withdrawn" : screened ? "screened out" : completed ? "completed" : "in progress",
      trials: record.trials,
      answered: record.answers.length,
      leftOut: record.answers.length > 0 ? leftOut(exclusions, { pilot, record }) : [],
      ...summariseRater(answers.get(id) ?? [], { ordered: response.kind === "scale" }),
    })),
    after: read.length > RATER_PAGE ? String(page[page.length - 1].rank) : null,
    before: page.length > 0 && page[0].rank > 0 ? String(page[0].rank) : null,
  };
}

/** The rated answers of these raters, each beside the mean of what all others of the study gave the same picture. */
function readCompared(
  { db }: Ctx,
  { studyId, simulated, ids }: { studyId: string; simulated: boolean; ids: readonly string[] },
): Promise<(ComparedAnswer & { rater: string })[]> {
  return db.$queryRaw`
    WITH own AS (
      SELECT t."participantId" AS "rater", t."position", t."stimulusId", t."otherStimulusIds", a."value", a."responseTimeMs"
      FROM "Trial" t JOIN "Answer" a ON a."trialId" = t."id"
      WHERE NOT t."practice" AND t."check" IS NULL AND t."participantId" = ANY(${ids})
    ), given AS (
      SELECT t."stimulusId", t."otherStimulusIds", sum(a."value")::float AS "sum", count(*)::int AS "count"
      FROM "Trial" t
      JOIN "Participant" p ON p."id" = t."participantId"
      JOIN "Answer" a ON a."trialId" = t."id"
      WHERE p."studyId" = ${studyId} AND p."simulated" = ${simulated} AND NOT t."practice" AND t."check" IS NULL
      GROUP BY t."stimulusId", t."otherStimulusIds"
    )
    SELECT own."rater", own."value", own."responseTimeMs",
           CASE WHEN given."count" > 1 THEN (given."sum" - own."value") / (given."count" - 1) END AS "others"
    FROM own
    JOIN given ON given."stimulusId" = own."stimulusId" AND given."otherStimulusIds" = own."otherStimulusIds"
    ORDER BY own."rater", own."position"`;
}
