import { requireCan } from "#lib/auth/can.ts";
import { csvLine } from "#lib/study/csv.ts";
import { activeMs, elapsedMs } from "#lib/study/recruitment/pay-report.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { readSessions } from "./read-pay-report.ts";

const COLUMNS = ["active_minutes", "elapsed_minutes", "reward", "currency", "hourly_rate"];
const HOUR_MS = 3_600_000;

/**
 * Time and pay as CSV: a row for each person who completed, shortest first and without anything that tells who it is;
 * times are rounded to a tenth of a minute. @throws AppError `not_found`
 */
export async function exportPay(ctx: Ctx, studyId: string): Promise<string> {
  requireCan(ctx, "report:export");
  const { sessions, reward } = await readSessions(ctx, studyId);
  await ctx.db.$transaction((tx) => audit(tx, ctx, "study.export-pay", `study:${studyId}`));
  const rows = sessions
    .map((session) => ({ active: activeMs(session), elapsed: elapsedMs(session) }))
    .sort((a, b) => a.active - b.active || a.elapsed - b.elapsed)
    .map(({ active, elapsed }) => [
      tenths(active),
      tenths(elapsed),
      reward?.amount ?? null,
      reward?.currency ?? null,
      reward && active > 0 ? Number((reward.amount / (active / HOUR_MS)).toFixed(2)) : null,
    ]);
  return [COLUMNS, ...rows].map(csvLine).join("");
}

const tenths = (ms: number) => Number((ms / 60_000).toFixed(1));
