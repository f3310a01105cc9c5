import { requireCan } from "#lib/auth/can.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { type ComparedStudy, listChanges } from "#lib/study/list-changes.ts";
import { PLAIN_ARM } from "#lib/study/plain-arm.ts";
import type { Ctx } from "../context.ts";
import { digestOf } from "./event-hash.ts";

/** A study that another one is a new version of. */
export interface Predecessor {
  id: string;
  name: string;
  /** What the new version changes, a sentence each. */
  changes: string[];
}

export interface StudyVersions {
  predecessor: Predecessor | null;
  /** Oldest first. */
  successors: { id: string; name: string }[];
}

/** What a study is a new version of, and what are new versions of it. @throws AppError `not_found` */
export async function describeVersions(ctx: Ctx, studyId: string): Promise<StudyVersions> {
  requireCan(ctx, "study:read");
  const study = await ctx.db.study.findFirst({
    where: { id: studyId, workspaceId: ctx.workspaceId },
    select: { successors: { select: { id: true, name: true }, orderBy: { id: "asc" } } },
  });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  return { predecessor: await describePredecessor(ctx.db, studyId), successors: study.successors };
}

/** The predecessor with what has changed since; null for a study that is no new version. */
export async function describePredecessor(db: Db | Tx, studyId: string): Promise<Predecessor | null> {
  const { predecessorId } = await db.study.findUniqueOrThrow({
    where: { id: studyId },
    select: { predecessorId: true },
  });
  if (predecessorId === null) return null;
  const before = await readCompared(db, predecessorId);
  const after = await readCompared(db, studyId);
  return { id: predecessorId, name: before.name, changes: listChanges(before, after) };
}

async function readCompared(db: Db | Tx, id: string): Promise<ComparedStudy> {
  const study = await db.study.findUniqueOrThrow({
    where: { id },
    include: {
      run: { select: { name: true } },
      arms: { orderBy: { position: "asc" }, include: { runArm: { select: { label: true } } } },
      items: { where: { practice: false }, select: { imageId: true } },
    },
  });
  const { contact: _c, stimulusBytes: _s, ...design } = StudyDesign.parse(study.design);
  return {
    name: study.name,
    template: { id: study.templateId, version: study.templateVersion },
    run: study.run.name,
    seed: study.seed,
    arms: study.arms.map(({ plain, runArm }) => (plain ? PLAIN_ARM.label : runArm.label)),
    images: {
      count: study.items.length,
      digest: digestOf(study.items.map(({ imageId }) => imageId).sort()),
    },
    design,
  };
}
