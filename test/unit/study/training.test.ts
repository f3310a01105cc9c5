import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseTraining, defaultTraining } from "#lib/study/training.ts";
import { createRandom } from "#lib/tensor/random.ts";

const ids = (count: number) => Array.from({ length: count }, (_, i) => `image-${i}`);

test("training takes each answer as often as the others, as far as there are images", () => {
  // 9 foxes before 3 owls and 1 bat.
  const answers = ["fox", "fox", "fox", "fox", "fox", "fox", "fox", "fox", "fox", "owl", "owl", "owl", "bat"];
  const answerOf = (id: string) => answers[Number(id.slice("image-".length))];
  const chosen = chooseTraining(ids(13), answerOf, 6, createRandom(1));
  expect(chosen.map(answerOf).sort()).toEqual(["bat", "fox", "fox", "fox", "owl", "owl"]);
  // Those that come first are preferred; the order says nothing of the answer.
  expect([...chosen].sort()).toEqual(["image-0", "image-1", "image-10", "image-12", "image-2", "image-9"]);
  expect(chooseTraining(ids(13), answerOf, 6, createRandom(1))).toEqual(chosen);
  expect(chooseTraining(ids(13), answerOf, 40, createRandom(1))).toHaveLength(13);
});

test("nobody has said how many: fifteen, and never more than are left for the test", () => {
  expect(defaultTraining(300)).toBe(15);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), (images) => {
      expect(defaultTraining(images)).toBeLessThanOrEqual(images - defaultTraining(images));
    }),
  );
});
