import { can, requireCan } from "#lib/auth/can.ts";
import { viewRecruitment } from "#lib/study/recruitment/recruitment.ts";
import type { Ctx } from "../context.ts";
import { findStudy } from "./find-study.ts";
import { readRecruitment } from "./read-recruitment.ts";

/** What to tell a study's platform, and what it has said of its people. */
export interface RecruitmentDetail {
  platform: string;
  /** What to set there: the study's address below the site's own, and a sentence each. For who manages the study: the codes are worth money. */
  setUp: { path: string; advice: readonly string[] } | null;
  /** How many people are in which state there, the commonest first; without those it has said nothing of. */
  states: { state: string; people: number }[];
  /** People whose place was given back. */
  released: number;
}

/** Null for a study whose bare link is handed out. @throws AppError `not_found` */
export async function describeRecruitment(ctx: Ctx, studyId: string): Promise<RecruitmentDetail | null> {
  requireCan(ctx, "study:read");
  const { key } = await findStudy(ctx, studyId);
  const recruitment = await readRecruitment(ctx.db, { id: studyId });
  if (!recruitment) return null;
  const { name, entryQuery, advice } = viewRecruitment(recruitment);
  const place = recruitment.platform === "mturk" ? `/s/mturk/${key}` : `/s/${key}`;
  const groups = await ctx.db.recruit.groupBy({
    by: ["state"],
    where: { participant: { studyId }, state: { not: null } },
    _count: { _all: true },
  });
  return {
    platform: name,
    setUp: can(ctx.actor, "study:manage")
      ? { path: entryQuery === "" ? place : `${place}?${entryQuery}`, advice }
      : null,
    states: groups
      .map(({ state, _count }) => ({ state: state ?? "", people: _count._all }))
      .sort((a, b) => b.people - a.people),
    released: await ctx.db.recruit.count({ where: { participant: { studyId }, released: true } }),
  };
}
