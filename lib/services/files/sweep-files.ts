import type { Tx } from "#lib/db/client.ts";
import type { Ctx } from "../context.ts";
import { expireEdits } from "../curation/expire-edits.ts";
import { FILES_LOCK } from "./keep-files.ts";

/** Files looked at under one lock; imports wait for no more than these. */
const BATCH = 200;

/**
 * Removes the released files that no row names any more, with their rows; those in use are struck off the list. What old edits
 * kept to be taken back is released first. Stopped anywhere, it goes on from there.
 * @returns how many files were removed
 */
export async function sweepFiles(ctx: Ctx, signal: AbortSignal): Promise<number> {
  await expireEdits(ctx, signal);
  const naming = await namingColumns(ctx);
  let removed = 0;
  for (let more = true; more; ) {
    signal.throwIfAborted();
    const swept = await ctx.db.$transaction((tx) => sweepBatch(tx, ctx, naming), { timeout: 60_000 });
    removed += swept.removed;
    more = swept.looked === BATCH;
  }
  return removed;
}

async function sweepBatch(tx: Tx, ctx: Ctx, naming: string): Promise<{ looked: number; removed: number }> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FILES_LOCK}::bigint)`;
  const listed = await tx.releasedFile.findMany({ orderBy: { sha256: "asc" }, take: BATCH });
  const candidates = listed.map(({ sha256 }) => sha256);
  const named = await tx.$queryRawUnsafe<{ sha256: string }[]>(naming, candidates);
  const inUse = new Set(named.map(({ sha256 }) => sha256));
  const unused = candidates.filter((sha256) => !inUse.has(sha256));
  await Promise.all(unused.map((sha256) => ctx.storage.remove(sha256)));
  await tx.blob.deleteMany({ where: { sha256: { in: unused } } });
  await tx.releasedFile.deleteMany({ where: { sha256: { in: candidates } } });
  return { looked: candidates.length, removed: unused.length };
}

/** Every column that names a file is called sha256 or ...Sha256, so a table that comes later is asked without being told. */
async function namingColumns(ctx: Ctx): Promise<string> {
  const columns = await ctx.db.$queryRaw<{ table: string; column: string }[]>`
    SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_name ~ '(^s|S)ha256$' AND data_type = 'text'
      AND table_name NOT IN ('Blob', 'ReleasedFile')`;
  const named = columns.map(
    ({ table, column }) => `SELECT "${column}" AS sha256 FROM "${table}" WHERE "${column}" = ANY($1)`,
  );
  return named.join(" UNION ");
}
