import { requireCan } from "#lib/auth/can.ts";
import type { StudyState } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { PLAIN_ARM } from "#lib/study/plain-arm.ts";
import type { Ctx } from "../context.ts";

export interface RaterCounts {
  consented: number;
  completed: number;
  withdrawn: number;
  /** Did not pass the quiz. */
  screened: number;
  answers: number;
}

export interface StudyDetail {
  id: string;
  name: string;
  key: string;
  state: StudyState;
  templateId: string;
  templateVersion: number;
  seed: number;
  showSimulated: boolean;
  design: StudyDesign;
  openedAt: Date | null;
  closedAt: Date | null;
  createdAt: Date;
  personalErasedAt: Date | null;
  run: { id: string; name: string; state: string };
  arms: { id: string; label: string }[];
  itemCount: number;
  people: RaterCounts;
  simulated: RaterCounts;
}

/** A study with its live counts, people and simulated raters apart. @throws AppError `not_found` */
export async function getStudy(ctx: Ctx, studyId: string): Promise<StudyDetail> {
  requireCan(ctx, "study:read");
  const study = await ctx.db.study.findFirst({
    where: { id: studyId, workspaceId: ctx.workspaceId },
    include: {
      run: { select: { id: true, name: true, state: true } },
      arms: { orderBy: { position: "asc" }, include: { runArm: { select: { label: true } } } },
      items: { where: { practice: false }, select: { id: true } },
    },
  });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const groups = await ctx.db.participant.groupBy({
    by: ["simulated", "state"],
    where: { studyId },
    _count: { _all: true },
    _sum: { answerCount: true },
  });
  const {
    arms,
    items,
    design,
    workspaceId: _w,
    runId: _r,
    nextParticipantIndex: _n,
    predecessorId: _p,
    ...rest
  } = study;
  return {
    ...rest,
    design: StudyDesign.parse(design),
    arms: arms.map((arm) => ({ id: arm.id, label: arm.plain ? PLAIN_ARM.label : arm.runArm.label })),
    itemCount: items.length,
    people: countRaters(groups.filter((row) => !row.simulated)),
    simulated: countRaters(groups.filter((row) => row.simulated)),
  };
}

interface Group {
  state: string;
  _count: { _all: number };
  _sum: { answerCount: number | null };
}

/** `consented` is everyone who agreed, whatever became of them. */
function countRaters(groups: readonly Group[]): RaterCounts {
  const inState = (state: string) => groups.find((row) => row.state === state)?._count._all ?? 0;
  return {
    consented: groups.reduce((sum, row) => sum + row._count._all, 0),
    completed: inState("completed"),
    withdrawn: inState("withdrawn"),
    screened: inState("screened"),
    answers: groups.reduce((sum, row) => sum + (row._sum.answerCount ?? 0), 0),
  };
}
