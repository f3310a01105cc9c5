import fc from "fast-check";
import { expect, test } from "vitest";
import { BEHAVIOUR_IDS, type BehaviourId } from "#lib/study/rehearsal/behaviours/registry.ts";
import { drawBehaviours, formatMixture, MixtureName, parseMixture } from "#lib/study/rehearsal/mixture.ts";
import { parseEffect, plantEffect } from "#lib/study/rehearsal/plant-effect.ts";
import { createRandom } from "#lib/tensor/random.ts";

test("named mixtures are whole, and read what they write", () => {
  for (const name of MixtureName.options) {
    const mixture = parseMixture(name);
    expect([...mixture.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(parseMixture(formatMixture(mixture))).toEqual(mixture);
  }
  expect(parseMixture(" careful = 0.75 , speeder=.25")).toEqual(
    new Map<BehaviourId, number>([
      ["careful", 0.75],
      ["speeder", 0.25],
    ]),
  );
});

test.each([
  ["careful=0.5", /sum to 0.5, not to 1/],
  ["careful=0.5,careful=0.5", /there twice/],
  ["keen=1", /no share of a way to take part/],
  ["speeder", /is a number above 0/],
  ["careful=1=1", /no share of a way/],
  ["careful=1.5,speeder=-0.5", /number above 0/],
  ["", /no share of a way/],
  ["toString", /no share of a way/],
])("a mixture %j is refused in a sentence", (text, fault) => {
  expect(() => parseMixture(text)).toThrow(fault);
});

test("counts keep their quota: off by less than 1, and they sum to the number of raters", () => {
  const weights = fc.array(fc.integer({ min: 1, max: 100 }), {
    minLength: 1,
    maxLength: BEHAVIOUR_IDS.length,
  });
  fc.assert(
    fc.property(weights, fc.integer({ min: 0, max: 500 }), fc.integer(), (parts, count, seed) => {
      const sum = parts.reduce((total, part) => total + part, 0);
      const mixture = new Map(parts.map((part, i) => [BEHAVIOUR_IDS[i], part / sum]));
      const drawn = drawBehaviours(mixture, count, createRandom(seed));
      expect(drawn).toHaveLength(count);
      for (const [id, share] of mixture)
        expect(Math.abs(drawn.filter((one) => one === id).length - share * count)).toBeLessThan(1);
      expect(drawBehaviours(mixture, count, createRandom(seed))).toEqual(drawn);
    }),
  );
});

const arms = [
  { armId: "1", label: "SCOUTER+", explainerId: "scouter+" },
  { armId: "2", label: "A=B", explainerId: "cam" },
  { armId: "3", label: "CAM, other", explainerId: "cam" },
];

test("an effect names its arm by label or by method, and changes that arm alone", () => {
  const effect = parseEffect(["scouter+=0.9", "A=B=0"], arms);
  expect(effect).toEqual(
    new Map([
      ["1", 0.9],
      ["2", 0],
    ]),
  );
  const panels = new Map(
    arms.map(({ armId }) => [
      armId,
      { armId, share: 0.5, correct: null, object: { x: 0.5, y: 0.5, radius: 0.2 } },
    ]),
  );
  expect([...plantEffect(panels, effect).values()].map(({ share }) => share)).toEqual([0.9, 0, 0.5]);
  expect(panels.get("1")?.share).toBe(0.5);
});

test.each([
  ["IBA=0.5", /no arm "IBA".*"SCOUTER\+"/],
  ["cam=0.5", /several arms "cam"/],
  ["SCOUTER+=1.5", /no effect/],
  ["SCOUTER+=", /no effect/],
  ["SCOUTER+", /no effect/],
])("an effect %j is refused in a sentence", (text, fault) => {
  expect(() => parseEffect([text], arms)).toThrow(fault);
  expect(() => parseEffect(["SCOUTER+=0.1", "scouter+=0.2"], arms)).toThrow(/given twice/);
});
