import type { Tx } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { filesSweep } from "#lib/jobs/definitions/files-sweep.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { Ctx } from "../context.ts";

/** Removes exports of the workspace whose time is over. Called whenever another is made. */
export function sweepExports(ctx: Ctx): Promise<void> {
  const expired = { workspaceId: ctx.workspaceId, expiresAt: { lt: ctx.clock() } };
  return ctx.db.$transaction((tx) => removeExports(tx, ctx, expired));
}

/** Removes exports, and has their archives removed: also one that was finished since the exports were looked for. */
export async function removeExports(tx: Tx, ctx: Ctx, where: Prisma.DatasetExportWhereInput): Promise<void> {
  const rows = await tx.datasetExport.findMany({ where, select: { id: true } });
  const ids = rows.map(({ id }) => id);
  const removed = await tx.$queryRaw<{ sha256: string | null }[]>`
    DELETE FROM "DatasetExport" WHERE "id" = ANY(${ids}) RETURNING "sha256"`;
  await releaseArchives(
    tx,
    ctx,
    removed.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256])),
  );
}

/** Archives are named by their content as all files are: what another export or an image names too stays. */
export async function releaseArchives(tx: Tx, ctx: Ctx, archives: readonly string[]): Promise<void> {
  if (archives.length === 0) return;
  await tx.releasedFile.createMany({
    data: archives.map((sha256) => ({ sha256, releasedAt: ctx.clock() })),
    skipDuplicates: true,
  });
  await enqueue(tx, filesSweep, {}, { workspaceId: ctx.workspaceId });
}
