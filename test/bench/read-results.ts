import type { Ctx } from "#lib/services/context.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { listRatedMaps } from "#lib/services/reports/list-rated-maps.ts";
import { listPacks } from "#lib/services/reports/packs/pack-states.ts";
import { getStudy } from "#lib/services/studies/get-study.ts";
import { time } from "./bench.ts";

/** Milliseconds each of `times` readings of all that a study's results page shows took; the first, which warms up, is left out. */
export async function timeResults(ctx: Ctx, studyId: string, times: number): Promise<number[]> {
  const read = async () => {
    await Promise.all([getStudy(ctx, studyId), getReports(ctx, studyId)]);
    await listPacks(ctx, studyId);
    await listRatedMaps(ctx, { studyId, raters: "people" });
  };
  await read();
  const taken: number[] = [];
  for (let k = 0; k < times; k++) taken.push(await time(read));
  return taken;
}
