import { AppError } from "#lib/errors.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { defineHandler } from "#lib/jobs/define-handler.ts";
import { modelInspect } from "#lib/jobs/definitions/model-inspect.ts";
import type { Ctx } from "#lib/services/context.ts";
import { chooseSamples } from "#lib/services/model-imports/choose-samples.ts";
import type { ImportChoices } from "#lib/services/model-imports/import-choices.ts";
import { storeFindings, storeRefusal } from "#lib/services/model-imports/store-findings.ts";
import type { ComputePool } from "#workers/compute/pool.ts";

/** A file that takes longer is not going to be usable: maps ask for thousands of passes. */
const PATIENCE_MS = 120_000;

/** A file whose own process ended says nothing itself. */
const ENDED =
  "Looking at this file ended the process that did it: it asks for more memory than it may have, or it is broken in a way " +
  "that onnxruntime does not survive.";

/** Looks at the file of an import; whatever comes of it is written to the import. */
export const inspectImport = (compute: ComputePool) =>
  defineHandler(
    modelInspect,
    async ({ ctx, payload: { importId, revision }, job: { signal } }) => {
      const row = await ctx.db.modelImport.findUnique({ where: { id: importId } });
      if (!row || row.revision !== revision || row.state !== "inspecting") return;
      const { versionId, ...choices } = row.choices as ImportChoices;
      const samples = await chooseSamples(ctx, versionId);
      const late = AbortSignal.timeout(PATIENCE_MS);
      try {
        const { inspected, weights } = await compute.run(
          "inspect-model",
          {
            file: await ctx.storage.get(row.sha256),
            source: { fileName: row.fileName, sha256: row.sha256 },
            choices,
            samples: await Promise.all(
              samples.map(async ({ sha256, className }) => ({
                image: await decodeImage(await ctx.storage.get(sha256)),
                label: className,
              })),
            ),
          },
          { signal: AbortSignal.any([signal, late]) },
        );
        const isReady = inspected.type === "own" || inspected.config !== null;
        await storeFindings(ctx, {
          importId,
          revision,
          findings: { ...inspected, samples: samples.map(({ sha256: _, ...sample }) => sample) },
          weights: isReady ? await storeWeights(ctx, row, weights) : null,
        });
      } catch (error) {
        const refusal = late.aborted && !signal.aborted ? tooSlow() : error;
        if (!(refusal instanceof AppError) || refusal.code === "cancelled") throw refusal;
        await storeRefusal(ctx, { importId, revision, error: refusal.message });
      }
    },
    {
      onFailed: ({ ctx, payload }) => storeRefusal(ctx, { ...payload, error: ENDED }),
    },
  );

const tooSlow = () =>
  new AppError(
    "invalid",
    `This file did not answer within ${PATIENCE_MS / 60_000} minutes: it is too slow for maps, which take thousands of passes.`,
  );

async function storeWeights(
  ctx: Ctx,
  { sha256, byteSize }: { sha256: string; byteSize: number },
  weights: Uint8Array | null,
): Promise<{ sha256: string; byteSize: number }> {
  if (!weights) return { sha256, byteSize };
  return { sha256: await ctx.storage.put(weights), byteSize: weights.byteLength };
}
