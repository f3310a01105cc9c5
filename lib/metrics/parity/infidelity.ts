import { followClass, type Output } from "../faithfulness/follow-class.ts";
import { bestScale, dotEach, infidelity, normalisedInfidelity } from "../faithfulness/infidelity.ts";
import { noisyBlack, removedBy, subtract } from "../perturbations.ts";
import { maxSensitivity, meanSensitivity } from "../robustness/max-sensitivity.ts";
import type { GoldenModel } from "./golden-model.ts";
import { type Answer, asExpected, imagesOf, modelOf } from "./metric-case.ts";

/** Captum's two infidelities under given perturbations, and that of Yeh et al. under given noise. */
export const answerInfidelity: Answer = async (question, file) => {
  const model = await modelOf(question, file);
  const attribution = imagesOf(question.attribution, file, model);
  const output: Output = question.output === "probability" ? "softmax" : "logit";
  const follow = followClass(model, model, question.class as number, output);
  const [clean] = await follow(model.image);
  const observe = async (removed: Float32Array, images: Float32Array) => {
    const drops = (await follow(images)).map((value) => clean - value);
    return [dotEach(removed, attribution), drops] as const;
  };
  const removed = imagesOf(question.perturbations, file, model);
  const captum = await observe(removed, subtract(model.image, removed));
  const answer = {
    captum_normalize_False: infidelity(...captum),
    captum_normalize_True: asExpected(normalisedInfidelity(...captum)),
  };
  if (!question.yeh_noise) return answer;
  const black = noisyBlack(imagesOf(question.yeh_noise, file, model));
  const yeh = await observe(removedBy(model.image, black), black);
  return {
    ...answer,
    yeh_2019: {
      value: asExpected(normalisedInfidelity(...yeh)),
      beta: bestScale(...yeh),
      value_beta1: infidelity(...yeh),
    },
  };
};

/** The map of each image by the method a case names. */
export async function explainCase(
  explainer: unknown,
  model: GoldenModel,
  images: Float32Array,
  target: number,
): Promise<Float32Array[]> {
  if (explainer === "gradient x input of class logit") return model.gradientTimesInput(images, target);
  const constant = { "constant ones": 1, "constant zeros": 0 }[String(explainer)];
  if (constant === undefined) throw new Error(`the case names the method ${explainer}, which is not known`);
  const count = images.length / model.image.length;
  return Array.from({ length: count }, () => new Float32Array(model.image.length).fill(constant));
}

/** The image, and after it the image plus each given change. */
export function withChanges(image: Float32Array, changes: Float32Array): Float32Array {
  const images = new Float32Array(image.length + changes.length);
  images.set(image);
  images.set(
    changes.map((change, i) => image[i % image.length] + change),
    image.length,
  );
  return images;
}

export const answerSensitivity: Answer = async (question, file) => {
  const model = await modelOf(question, file);
  const images = withChanges(model.image, imagesOf(question.deltas, file, model));
  const [map, ...changed] = await explainCase(question.explainer, model, images, question.class as number);
  return {
    max_sensitivity: asExpected(maxSensitivity(map, changed)),
    mean_sensitivity: asExpected(meanSensitivity(map, changed)),
  };
};
