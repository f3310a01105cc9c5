import type { Db } from "#lib/db/client.ts";
import type { Model, Run, RunArm } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { ClassifierConfig } from "#lib/scouter/classifier-config.ts";
import type { Storage } from "#lib/storage/storage.ts";
import type { ModelFile } from "#workers/compute/protocol.ts";

/** An arm of a run that is under way. */
export interface RunningArm {
  arm: RunArm;
  run: Run;
  model: Model;
}

export interface LoadedArm extends RunningArm {
  config: ClassifierConfig;
  file: ModelFile;
}

/** @throws AppError `cancelled` for a stopped run */
export async function requireRunningArm(db: Db, armId: string): Promise<RunningArm> {
  const row = await db.runArm.findUnique({ where: { id: armId }, include: { run: true, model: true } });
  if (!row) throw new AppError("not_found", "This arm's run no longer exists.");
  const { run, model, ...arm } = row;
  if (run.state !== "running") throw new AppError("cancelled", `The run is ${run.state}.`);
  return { arm, run, model };
}

/** An arm with what its maps are made with: the model it explains. @throws AppError `cancelled` for a stopped run */
export async function loadArm(db: Db, storage: Storage, armId: string): Promise<LoadedArm> {
  const { arm, run, model } = await requireRunningArm(db, armId);
  const weights = await storage.get(model.weightsSha256);
  const file = { sha256: model.weightsSha256, weights };
  return { arm, run, model, config: ClassifierConfig.parse(model.config), file };
}
