import { minMax } from "#lib/imaging/saliency.ts";
import { meanValue } from "../localisation/area.ts";
import { bestIou, iouOverThresholds } from "../localisation/iou.ts";
import { massInAllBoxes, massInBestBox, massInBoxes, massInside } from "../localisation/mass-in-region.ts";
import { otsuIou } from "../localisation/otsu-iou.ts";
import { pixelRocAuc } from "../localisation/pixel-auc.ts";
import { pixelAveragePrecision } from "../localisation/pixel-average-precision.ts";
import { peak, pointingScore } from "../localisation/pointing-game.ts";
import { rankAccuracy } from "../localisation/rank-accuracy.ts";
import { topKIntersection } from "../localisation/top-k.ts";
import { whyConstant, whyNotFinite } from "../why-unscorable.ts";
import { type Answer, arrayOf, asExpected, mapOf } from "./metric-case.ts";

type Corners = [x0: number, y0: number, x1: number, y1: number];

/** Scores of a map against a mask and boxes. Tolerances, K and thresholds are those the case asks for. */
export const answerLocalisation: Answer = (question, file) => {
  const { shape } = arrayOf(question.map, file);
  const [height, width] = shape;
  const values = mapOf(question.map, file);
  const mask = { data: Uint8Array.from(arrayOf(question.mask, file).data), height, width };
  const boxes = (question.boxes as Corners[]).map(([x0, y0, x1, y1]) => {
    return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
  });
  const thresholds = file.options.tau_grid as number[];
  const constant = whyNotFinite(values) ?? whyConstant(values);
  const iou = (scale: "max" | "range") => {
    const scores = iouOverThresholds(values, mask.data, thresholds, scale);
    return "undefined" in scores ? scores : scores.map(asExpected);
  };
  const best = bestIou(values, mask.data, thresholds);
  const otsu = otsuIou(values, mask.data);
  const size = { height, width };
  const asked = Object.keys(question.expected as object);
  const numbered = (prefix: string, answer: (n: number) => unknown) =>
    asked
      .filter((key) => key.startsWith(prefix))
      .map((key) => [key, answer(Number(key.slice(prefix.length)))] as const);
  return {
    area_raw: whyNotFinite(values) ?? meanValue(values),
    area_minmax: constant ?? meanValue(minMax({ data: values, ...size }).data),
    precision_positive: asExpected(massInside(values, mask.data, "positive")),
    precision_abs: asExpected(massInside(values, mask.data, "absolute")),
    precision_minmax: asExpected(massInside(values, mask.data, "min-max")),
    precision_boxes: massInBoxes(values, boxes, size).map(asExpected),
    precision_box_max: asExpected(massInBestBox(values, boxes, size)),
    precision_box_union: asExpected(massInAllBoxes(values, boxes, size)),
    argmax_xy: constant ?? [peak(values) % width, Math.floor(peak(values) / width)],
    ...Object.fromEntries([
      ...numbered("pointing_game_", (tolerance) => {
        const score = pointingScore(values, mask, tolerance);
        return "undefined" in score ? score : score.value === 1;
      }),
      ...numbered("topk_", (k) => asExpected(topKIntersection(values, mask.data, k))),
    ]),
    rank_accuracy: asExpected(rankAccuracy(values, mask.data)),
    iou_max_grid: iou("max"),
    iou_minmax_grid: iou("range"),
    best_iou: "undefined" in best ? best : { tau: best.tau, iou: best.value },
    otsu:
      "undefined" in otsu
        ? otsu
        : { threshold_255: otsu.threshold, foreground: otsu.foreground, iou: asExpected(otsu.iou) },
    roc_auc: asExpected(pixelRocAuc(values, mask.data)),
    average_precision: asExpected(pixelAveragePrecision(values, mask.data)),
  };
};
