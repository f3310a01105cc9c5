import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import type { ArmInput, ExplainerRegistry } from "./check-arms.ts";
import type { VersionEntry } from "./pick-images.ts";

/** Training images that a model's activations are measured on: enough for stable means and deviations, more only cost memory. */
export const STATISTICS_IMAGES = 256;

interface NeedsCheck {
  versionId: string;
  entries: readonly VersionEntry[];
  imageIds: readonly string[];
  arms: readonly ArmInput[];
  explainers: ExplainerRegistry;
}

/** What methods ask of the data besides the images. @throws AppError `invalid` naming the arm and what is missing */
export async function checkNeeds(tx: Tx, check: NeedsCheck): Promise<void> {
  const { versionId, entries, imageIds, arms, explainers } = check;
  const armThatNeeds = (need: "statistics" | "regions") =>
    arms.find((arm) => explainers.get(arm.explainerId)?.needs.includes(need));

  const statistical = armThatNeeds("statistics");
  if (statistical && entries.filter((entry) => entry.split === "train").length < 2) {
    throw new AppError(
      "invalid",
      `Arm "${statistical.label}": this method estimates statistics on training images, and this version has none. Import some with the split "train", or leave the arm out.`,
    );
  }
  const regional = armThatNeeds("regions");
  if (!regional) return;
  const bare = await tx.versionImage.count({
    where: { versionId, imageId: { in: [...imageIds] }, regions: { equals: [] } },
  });
  if (bare > 0) {
    throw new AppError(
      "invalid",
      `Arm "${regional.label}": this method shows ground-truth regions, and ${bare} of the images have none. Draw them and freeze a new version, or leave those images out.`,
    );
  }
}
