import { brierLoss } from "#lib/metrics/classification/brier-score.ts";
import { type Binning, binOf, expectedCalibrationError } from "#lib/metrics/classification/calibration.ts";
import { logLoss } from "#lib/metrics/classification/negative-log-likelihood.ts";
import { signalDetection } from "../signal-detection.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

interface SignalInputs {
  hits: number;
  misses: number;
  false_alarms: number;
  correct_rejections: number;
}

/** P(y = 1) and y of each image. */
interface CalibrationInputs {
  p: number[];
  y: number[];
}

function answerDetection(inputs: SignalInputs) {
  const counts = {
    hits: inputs.hits,
    misses: inputs.misses,
    falseAlarms: inputs.false_alarms,
    correctRejections: inputs.correct_rejections,
  };
  const [corrected, raw] = [signalDetection(counts, "log-linear"), signalDetection(counts, "none")];
  return {
    dprime_loglinear: "undefined" in corrected ? corrected : corrected.dPrime,
    criterion_loglinear: "undefined" in corrected ? corrected : corrected.criterion,
    dprime_raw: "undefined" in raw ? raw : { value: raw.dPrime },
  };
}

function answerCalibration({ p, y }: CalibrationInputs) {
  const shares = Float64Array.from(p);
  const gaps = shares.map((share, i) => share - y[i]);
  const error = (kind: Binning["kind"], bins: number) =>
    numberOrReason(expectedCalibrationError(gaps, binOf(shares, { kind, bins }), bins));
  // The reference cuts probabilities off at 1e-15; from logits nothing has to be.
  const logit = (share: number) => Math.log(Math.max(share, 1e-15));
  const mean = (score: (share: number, label: number) => number) =>
    p.reduce((sum, share, i) => sum + score(share, y[i]), 0) / p.length;
  return {
    ece_10_equal_width: error("equal-width", 10),
    ece_15_equal_width: error("equal-width", 15),
    ace_5_equal_mass: error("equal-mass", 5),
    brier: mean((share, label) => brierLoss([1 - share, share], label) / 2),
    log_loss: mean((share, label) => logLoss([logit(1 - share), logit(share)], label)),
  };
}

/** Sensitivity and criterion of yes-no answers, or calibration of probabilities. */
export const sdtCalibration = statsKind<SignalInputs | CalibrationInputs>((question) =>
  "p" in question ? answerCalibration(question) : answerDetection(question),
);
