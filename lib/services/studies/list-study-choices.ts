import { requireCan } from "#lib/auth/can.ts";
import type { ComparableArm } from "#lib/study/resolve-comparison.ts";
import type { Ctx } from "../context.ts";
import { comparedAs } from "./compared-as.ts";

export interface StudyChoice {
  runId: string;
  label: string;
  imageCount: number;
  /** Whether its maps are all made: a study of any other waits for them. */
  ready: boolean;
  arms: ComparableArm[];
}

const LIMIT = 30;

/** The runs a study can be made of, newest first: those that are over or under way and have not failed. */
export async function listStudyChoices(ctx: Ctx): Promise<StudyChoice[]> {
  requireCan(ctx, "study:manage");
  const runs = await ctx.db.run.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      state: { in: ["queued", "running", "succeeded"] },
    },
    orderBy: { id: "desc" },
    take: LIMIT,
    select: {
      id: true,
      name: true,
      state: true,
      imageIds: true,
      arms: { orderBy: { position: "asc" } },
    },
  });
  return runs.map(({ id, name, state, imageIds, arms }) => ({
    runId: id,
    label: state === "succeeded" ? name : `${name} (still ${state})`,
    imageCount: imageIds.length,
    ready: state === "succeeded",
    arms: arms.map((arm) => ({
      id: arm.id,
      label: arm.label,
      targetRule: arm.targetRule,
      ...comparedAs(arm),
    })),
  }));
}
