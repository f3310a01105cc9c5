import { softmax } from "#lib/explain/softmax.ts";
import { indexLast } from "./channel-order.ts";
import type { GoldenModel } from "./golden-model.ts";
import { type Answer, type CaseFile, type MetricCase, modelOf } from "./metric-case.ts";

/** A stored network: its logits, its answer, and the gradient times the input. */
export const answerModel: Answer = async (question: MetricCase, file: CaseFile) => {
  const model: GoldenModel = await modelOf({ ...question, model: question.name }, file);
  const { kind, classes, channels, height, width } = model;
  const logits = await model.predict({ data: model.image, count: 1, height, width });
  const target = logits.indexOf(Math.max(...logits));
  const [product] = await model.gradientTimesInput(model.image, target);
  const { phi } = model.arrays;
  const difference = phi.data.map((value, i) => value - product[indexLast(i, channels, height * width)]);
  const largest = difference.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const size = phi.data.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  if (largest > 1e-4 * size) throw new Error(`gradient x input differs by ${largest} of ${size}`);
  return { kind, shape: [channels, height, width], classes, target, logits, prob: softmax(logits) };
};
