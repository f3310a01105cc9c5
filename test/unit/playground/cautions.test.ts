import { expect, it } from "vitest";
import { listCautions } from "#components/playground/cautions.ts";
import type { PlaygroundModel } from "#components/playground/playground-data.ts";

const model: PlaygroundModel = {
  id: "m",
  name: "m",
  kind: "fc",
  backbone: "tiny",
  classNames: ["cat", "dog", "fox"],
  inputSize: 96,
  bytes: 1,
  address: "m",
  reliability: {
    on: "test",
    images: 30,
    correct: 20,
    perClass: [{ images: 10, correct: 10 }, { images: 10, correct: 6 }, null],
  },
};
const other = { ...model, id: "o", name: "o" };

it("says nothing of a sure answer about a class that is known well", () => {
  expect(listCautions({ model, logits: [9, 0, 0] }, { model: other, logits: [0, -5, -5] })).toEqual([]);
});

it("says when the best guess is more likely wrong than right", () => {
  expect(listCautions({ model, logits: [0.1, 0, 0] }, null)).toEqual([
    "The model is not sure: its best guess, cat, has 35.6\u202f%.",
  ]);
});

it("says when two classes are close", () => {
  expect(listCautions({ model, logits: [4, 0, 3.9] }, null)).toEqual([
    "It is a close call between cat and fox.",
  ]);
});

it("says when the class is often missed, and keeps quiet about classes without pictures", () => {
  expect(listCautions({ model, logits: [0, 9, 0] }, null)).toEqual([
    "This model does not know dog well: of 10 labelled pictures it got 6 right.",
  ]);
  expect(listCautions({ model, logits: [0, 0, 9] }, null)).toEqual([]);
});

it("says when the model of evidence against would have chosen another class", () => {
  expect(listCautions({ model, logits: [9, 0, 0] }, { model: other, logits: [-3, -0.5, -4] })).toEqual([
    "o disagrees: it finds least against dog, not cat.",
  ]);
});
