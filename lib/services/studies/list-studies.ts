import { requireCan } from "#lib/auth/can.ts";
import type { StudyState } from "#lib/db/generated/enums.ts";
import type { Ctx } from "../context.ts";

export interface StudySummary {
  id: string;
  name: string;
  key: string;
  state: StudyState;
  templateId: string;
  armCount: number;
  runName: string;
  /** People only; simulated raters are counted apart. */
  people: { consented: number; completed: number; withdrawn: number };
  simulated: number;
  createdAt: Date;
}

const LIMIT = 100;

/** The studies of the workspace, newest first. */
export async function listStudies(ctx: Ctx): Promise<StudySummary[]> {
  requireCan(ctx, "study:read");
  const studies = await ctx.db.study.findMany({
    where: { workspaceId: ctx.workspaceId },
    orderBy: { id: "desc" },
    take: LIMIT,
    include: { run: { select: { name: true } }, arms: { select: { id: true } } },
  });
  const groups = await ctx.db.participant.groupBy({
    by: ["studyId", "simulated", "state"],
    where: { studyId: { in: studies.map((study) => study.id) } },
    _count: { _all: true },
  });
  const tally = (studyId: string, simulated: boolean, state?: string) =>
    groups
      .filter(
        (row) => row.studyId === studyId && row.simulated === simulated && (!state || row.state === state),
      )
      .reduce((sum, row) => sum + row._count._all, 0);
  return studies.map(({ id, name, key, state, templateId, createdAt, run, arms }) => ({
    id,
    name,
    key,
    state,
    templateId,
    createdAt,
    armCount: arms.length,
    runName: run.name,
    people: {
      consented: tally(id, false),
      completed: tally(id, false, "completed"),
      withdrawn: tally(id, false, "withdrawn"),
    },
    simulated: tally(id, true),
  }));
}
