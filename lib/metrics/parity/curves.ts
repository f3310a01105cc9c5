import { areaUnder } from "../faithfulness/curves.ts";
import { followClass } from "../faithfulness/follow-class.ts";
import { riseBlur } from "../faithfulness/rise-blur.ts";
import { pixelSteps, tracePath } from "../faithfulness/trace-path.ts";
import { prepareMap } from "../prepare-map.ts";
import { rankPixels } from "../rank-pixels.ts";
import { type Answer, mapOf, modelOf } from "./metric-case.ts";

const FIRST = 20;

/** Insertion and deletion from and to the blurred image and 0. A question without a model asks what becomes of NaN. */
export const answerCurves: Answer = async (question, file) => {
  if (!question.model)
    return prepareMap({ data: Float32Array.of(0, Number.NaN, 1, 2), height: 2, width: 2 }, 4);
  const model = await modelOf(question, file);
  const { image, height, width, channels } = model;
  const values = mapOf(question.map, file, model);
  const follow = followClass(model, model, question.class as number, "softmax");
  const [zero, blurred] = [new Float32Array(image.length), riseBlur(image, height, width)];
  const trace = async (map: Float32Array, start: Float32Array, finish: Float32Array) => {
    const groups = pixelSteps(rankPixels(map), question.step as number, channels);
    const curve = await tracePath(follow, start, finish, groups);
    return { curve, auc: areaUnder(curve) };
  };
  const insertion = await trace(values, blurred, image);
  return {
    order_first20: rankPixels(values).subarray(0, FIRST),
    n_points: insertion.curve.length,
    insertion_blur: insertion,
    insertion_zero: await trace(values, zero, image),
    deletion_zero: await trace(values, image, zero),
    deletion_blur: await trace(values, image, blurred),
    deletion_zero_lerf: await trace(
      values.map((value) => -value),
      image,
      zero,
    ),
  };
};
