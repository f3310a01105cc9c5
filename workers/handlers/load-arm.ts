import type { Db } from "#lib/db/client.ts";
import type { Model, Run, RunArm } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { ClassifierConfig } from "#lib/scouter/classifier-config.ts";
import type { Storage } from "#lib/storage/storage.ts";
import type { ModelFile } from "#workers/compute/protocol.ts";

export interface LoadedArm {
  arm: RunArm;
  run: Run;
  model: Model;
  config: ClassifierConfig;
  file: ModelFile;
}

/** An arm with what its maps are made and judged with: the model it explains. @throws AppError `cancelled` for a stopped run */
export async function loadArm(db: Db, storage: Storage, armId: string): Promise<LoadedArm> {
  const row = await db.runArm.findUnique({ where: { id: armId }, include: { run: true, model: true } });
  if (!row) throw new AppError("not_found", "This arm's run no longer exists.");
  const { run, model, ...arm } = row;
  if (run.state !== "running") throw new AppError("cancelled", `The run is ${run.state}.`);
  const weights = await storage.get(model.weightsSha256);
  const file = { sha256: model.weightsSha256, weights };
  return { arm, run, model, config: ClassifierConfig.parse(model.config), file };
}
