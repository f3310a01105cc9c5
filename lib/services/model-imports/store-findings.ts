import type { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import type { ImportFindings } from "./findings.ts";
import { releaseFile } from "./release-file.ts";

interface Outcome {
  importId: string;
  /** What was looked at; found under an older one than the row's, it is dropped. */
  revision: number;
}

interface Found extends Outcome {
  findings: ImportFindings;
  /** The file to become the model; null as long as something has to be said. */
  weights: { sha256: string; byteSize: number } | null;
}

/** Writes what a worker found. A file made under earlier choices is removed. */
export async function storeFindings(
  ctx: Ctx,
  { importId, revision, findings, weights }: Found,
): Promise<void> {
  const before = await ctx.db.modelImport.findUnique({ where: { id: importId } });
  const written = await ctx.db.modelImport.updateMany({
    where: { id: importId, revision },
    data: {
      state: weights ? "ready" : "incomplete",
      findings: findings as unknown as Prisma.InputJsonObject,
      weightsSha256: weights?.sha256 ?? null,
      weightsByteSize: weights?.byteSize ?? null,
      error: null,
    },
  });
  const unused = written.count > 0 ? before?.weightsSha256 : weights?.sha256;
  if (unused) await releaseFile(ctx, unused);
}

/** Writes why a file cannot be used as it was said; what was found before stays, to choose from. */
export async function storeRefusal(
  ctx: Ctx,
  { importId, revision, error }: Outcome & { error: string },
): Promise<void> {
  await ctx.db.modelImport.updateMany({
    where: { id: importId, revision },
    data: { state: "refused", error },
  });
}
