import { expect, test } from "vitest";
import type { ReportArm } from "#lib/study/compute-report.ts";
import { simulateStudy } from "#lib/study/rehearsal/simulate-study.ts";
import { summariseRehearsal } from "#lib/study/rehearsal/summarise-rehearsal.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";

const template = requireTemplate("forward-simulation");
const ARMS: ReportArm[] = [
  { armId: "map", label: "Map", explainerId: "grad-cam", statement: "for" },
  { armId: "plain", label: "No map", explainerId: "control-plain", statement: "for" },
];
/** What training highlights of the objects. */
const SHARES: Record<string, number> = { map: 1, plain: 0 };

/** Raters take the arms in turn; ten trials of four classes. */
const sequence = (index: number) =>
  Array.from({ length: 10 }, (_, item) => {
    const { armId } = ARMS[index % ARMS.length];
    const named = { at: item % 4, of: 4 };
    const object = { x: 0.5, y: 0.5, radius: 0.2 };
    const panel = { armId, mapId: null, correct: true, named, share: SHARES[armId], object };
    const checks = { check: null, asked: null, shown: `${item}` };
    return { practice: false, ...checks, itemId: `i${item}`, classes: 4, panels: [panel] };
  });

test("a rehearsal finds between raters what training is planted to be worth", () => {
  const model = { template, response: template.response, exclusions: {}, sequence };
  const mixture = new Map([["careful" as const, 1]]);
  const answers = simulateStudy(model, { raters: 40, mixture }, createRandom("rehearsed"));
  const { arms, effects } = summariseRehearsal({
    seed: 1,
    arms: ARMS,
    answers,
    model,
    mixture,
    powerRaters: 40,
  });
  // s + (1 - s) / 4 for s of 0.8 and 0.3, less what is cut off at 1.
  expect("value" in arms[0].planted && arms[0].planted.value).toBeCloseTo(0.85, 1);
  expect("value" in arms[1].planted && arms[1].planted.value).toBeCloseTo(0.475, 1);
  expect(effects).toMatchObject([{ a: "map", b: "plain", outcome: "found" }]);
  expect("value" in effects[0].recovered && effects[0].recovered.n).toBe(40);
  // Forty raters tell 0.37 of a share apart nearly always.
  expect("value" in effects[0].power && effects[0].power.value).toBeGreaterThan(0.95);
});
