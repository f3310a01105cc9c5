import type { Tx } from "#lib/db/client.ts";
import type { Model } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { type ArmInput, needsSimilarity, needsTruth } from "./check-arms.ts";
import { isHeldOut, type VersionEntry } from "./pick-images.ts";
import { findSimilarityModel } from "./similarity-model.ts";

interface ClassCheck {
  entries: readonly VersionEntry[];
  imageIds: readonly string[];
  arms: readonly ArmInput[];
  models: readonly Model[];
}

/**
 * Target rules compare classes across models and with the truth, so all must speak of the same classes.
 * @throws AppError `invalid` when models or images do not.
 */
export async function checkClasses(
  tx: Tx,
  ctx: Ctx,
  { entries, imageIds, arms, models }: ClassCheck,
): Promise<void> {
  const classNames = models[0]?.classNames ?? [];
  const other = models.find((model) => model.classNames.join("\n") !== classNames.join("\n"));
  if (other) {
    throw new AppError(
      "invalid",
      `"${models[0]?.name}" and "${other.name}" do not know the same classes in the same order: put them in separate runs.`,
    );
  }
  if (arms.some((arm) => needsTruth(arm.targetRule))) {
    const wanted = new Set(imageIds);
    const unknown = entries.filter((e) => wanted.has(e.imageId) && !classNames.includes(e.className ?? ""));
    if (unknown.length > 0) {
      const names = [...new Set(unknown.map((entry) => entry.className ?? "(none)"))].slice(0, 5).join(", ");
      throw new AppError(
        "invalid",
        `${unknown.length} of the images have a class the models do not know (${names}): leave them out, or use the target rule "predicted".`,
      );
    }
  }
  if (!arms.some((arm) => needsSimilarity(arm.targetRule))) return;
  if (!(await findSimilarityModel(tx, ctx.workspaceId, models))) {
    throw new AppError(
      "invalid",
      "The least and most similar class are read off the answers of an FC model or an ONNX classifier: register one that knows the same classes first.",
    );
  }
  const heldOut = new Set(entries.filter(isHeldOut).map((entry) => entry.className));
  const missing = classNames.filter((name) => !heldOut.has(name));
  if (missing.length > 0) {
    throw new AppError(
      "invalid",
      `Class similarity needs held-out images of every class; this version has none of ${missing.slice(0, 5).join(", ")}.`,
    );
  }
}
