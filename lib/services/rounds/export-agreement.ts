import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Estimate, Value } from "#lib/stats/estimate.ts";
import type { RegionAgreement } from "#lib/stats/regions/region-agreement.ts";
import { csvLine } from "#lib/study/csv.ts";
import type { Ctx } from "../context.ts";
import type { StoredAgreement } from "./compute-agreement.ts";
import { requireRound } from "./require-round.ts";

export interface ExportedAgreement extends Omit<StoredAgreement, "pictures"> {
  round: string;
  seed: string;
  /** Drawings that were done when it was computed. */
  drawings: number;
}

/** The agreement of a round for a paper: people are letters, not names. @throws AppError `not_found` also before anything was compared */
export async function exportAgreement(ctx: Ctx, roundId: string): Promise<ExportedAgreement> {
  requireCan(ctx, "region:review");
  const round = await requireRound(ctx.db, ctx, roundId);
  const stored = round.agreement as StoredAgreement | null;
  if (!stored)
    throw new AppError("not_found", "Nothing has been compared yet: two drawings of an image come first.");
  const { pictures: _, ...agreement } = stored;
  return { round: round.name, seed: round.seed, drawings: round.agreementOf, ...agreement };
}

/** One row for all pairs of people, and one for each pair. What has no value is empty, and the last column says why. */
export async function exportAgreementTable(ctx: Ctx, roundId: string): Promise<string> {
  const { overall, pairs } = await exportAgreement(ctx, roundId);
  const rows = [
    ...(overall ? [row("all", "all", overall)] : []),
    ...pairs.map(({ a, b, agreement }) => row(a, b, agreement)),
  ];
  return [COLUMNS, ...rows].map(csvLine).join("");
}

const COLUMNS = [
  ...["person_a", "person_b", "images", "drawings", "iou_threshold", "found_by_both", "only_a", "only_b"],
  ...["f1", "f1_low", "f1_high", "f1_chance", "f1_corrected", "named_pairs", "named_alike", "kappa"],
  ...["placed_pairs", "mean_iou", "mean_iou_low", "mean_iou_high"],
  ...["nearest_iou", "nearest_iou_chance", "sigma", "ks", "undefined"],
];

function row(a: string, b: string, agreement: RegionAgreement): (string | number | null)[] {
  const { images, drawings, threshold, found, class: naming, place } = agreement;
  const reasons = Object.entries({
    f1: found.f1,
    f1_chance: found.chance,
    f1_corrected: found.corrected,
    named_alike: naming.observed,
    kappa: naming.kappa,
    mean_iou: place.meanIou,
    nearest_iou: place.nearest,
    nearest_iou_chance: place.chance,
    sigma: place.sigma,
    ks: place.ks,
  }).flatMap(([name, value]) => {
    if ("undefined" in value) return [`${name}: ${value.undefined}`];
    return hasNoSpread(value) ? [`${name} interval: no_spread`] : [];
  });
  return [
    ...[a, b, images, drawings, threshold, found.both, found.onlyA, found.onlyB],
    ...[...withInterval(found.f1), cell(found.chance), cell(found.corrected)],
    ...[naming.pairs, cell(naming.observed), cell(naming.kappa), place.pairs, ...withInterval(place.meanIou)],
    ...[cell(place.nearest), cell(place.chance), cell(place.sigma), cell(place.ks), reasons.join("; ")],
  ];
}

const cell = (value: Value) => ("value" in value ? value.value : null);

/** Resampling gave always the same: that is no certainty. */
const hasNoSpread = (value: Value | Estimate) => "low" in value && value.low === value.high;

function withInterval(estimate: Estimate): (number | null)[] {
  if (!("value" in estimate)) return [null, null, null];
  return hasNoSpread(estimate) ? [estimate.value, null, null] : [estimate.value, estimate.low, estimate.high];
}
