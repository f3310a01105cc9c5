import { expect, test } from "vitest";
import { likelyClasses } from "#lib/study/likely-classes.ts";

const NAMES = ["ant", "bee", "cat", "dog", "eel"];
const answer = (...logits: number[]) => ({ classNames: NAMES, logits: Float32Array.from(logits) });

test("the answer of one model comes first, then what it finds likeliest; ties in the order of its classes", () => {
  expect(likelyClasses([answer(1, 5, 0, 3, 1)], 4)).toEqual(["bee", "dog", "ant", "eel"]);
  expect(likelyClasses([answer(1, 5, 0, 3, 1)], 2)).toEqual(["bee", "dog"]);
});

test("several models name the classes together, by the mean of their probabilities", () => {
  // Softmax: dog 0.12 and 0.01, cat 0.04 and 0.32.
  const both = [answer(-4, 4, 1, 2, -4), answer(-4, 4, 3.3, 0, -4)];
  expect(likelyClasses(both, 3)).toEqual(["bee", "cat", "dog"]);
  expect(likelyClasses([both[0]], 3)).toEqual(["bee", "dog", "cat"]);
});

test("models that answer differently have no answer to tell", () => {
  expect(likelyClasses([answer(0, 5, 0, 3, 1), answer(0, 3, 0, 5, 1)], 4)).toBeNull();
});

test("classes are told by their names, and only by those that every model knows", () => {
  const fewer = { classNames: ["eel", "dog", "bee", "ant"], logits: Float32Array.of(0, 2, 6, 1) };
  expect(likelyClasses([answer(0, 6, 5, 2, 1), fewer], 4)).toEqual(["bee", "dog", "ant", "eel"]);
  expect(() => likelyClasses([answer(0, 6, 5, 2, 1), fewer], 5)).toThrow(/4 classes are fewer than 5/);
});
