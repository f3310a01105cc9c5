import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvCell, csvLine } from "#lib/study/csv.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import { extremes, highlightShare, practiceFeedback } from "#lib/study/practice.ts";
import { drawRater, simulateResponseTimeMs, simulateScaleRating } from "#lib/study/simulated-rater.ts";
import { statementOf } from "#lib/study/statement.ts";
import { plausibilityRating } from "#lib/study/templates/plausibility-rating.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";

describe("plausibility rating", () => {
  test("its wording is locked: another word is another version", () => {
    const { version, id, response } = plausibilityRating;
    const hashes = Object.values(LANGUAGES).map(({ templates }) => {
      const { lead, question, answer, responses, instruction, instructionAgainst } = templates[id];
      if (response.kind !== "scale") throw new TypeError("not a scale");
      const scale = { kind: response.kind, values: response.values, low: responses[0], high: responses[1] };
      const words = [
        lead,
        question,
        scale,
        instruction,
        instructionAgainst,
        answer.for("x"),
        answer.against("x"),
      ];
      return createHash("sha256").update(JSON.stringify(words)).digest("hex").slice(0, 16);
    });
    expect({ version, hashes }).toEqual({ version: 1, hashes: ["1ec96f17201b46ec", "6dce6cb72b2c10cc"] });
  });

  test("is found by id and version; an unknown one is refused", () => {
    expect(requireTemplate("plausibility-rating", 1)).toBe(plausibilityRating);
    expect(() => requireTemplate("plausibility-rating", 2)).toThrow(/no study template/);
  });
});

test("a control takes the sentence of the methods it stands beside", () => {
  expect(statementOf("for", "true")).toBe("for");
  expect(statementOf("against", "least-similar")).toBe("against");
  expect(statementOf("either", "predicted")).toBe("for");
  expect(statementOf("either", "least-similar")).toBe("against");
});

describe("simulated ratings", () => {
  test("stay on the scale and are the same for the same seed", () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
        const draw = () =>
          simulateScaleRating(drawRater(createRandom(seed)), share, createRandom(seed).fork("t"));
        expect([1, 2, 3, 4, 5]).toContain(draw());
        expect(draw()).toBe(draw());
      }),
    );
  });

  test("rise with the share of the highlight on the object", () => {
    const mean = (share: number) => {
      const random = createRandom("mean");
      const values = Array.from({ length: 4000 }, () =>
        simulateScaleRating(drawRater(random), share, random),
      );
      return values.reduce((a, b) => a + b) / values.length;
    };
    expect(mean(0.5)).toBeCloseTo(3, 1);
    expect(mean(0)).toBeLessThan(1.6);
    expect(mean(1)).toBeGreaterThan(4.4);
  });

  test("response times are those of people, not of scripts", () => {
    const random = createRandom(3);
    const times = Array.from({ length: 500 }, () => simulateResponseTimeMs(random));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(500);
    expect(times.sort((a, b) => a - b)[250]).toBeGreaterThan(2000);
  });
});

describe("practice", () => {
  test("share of the highlight inside the mask", () => {
    const mask = Uint8Array.from([1, 1, 0, 0]);
    expect(highlightShare(Float32Array.from([1, 0.5, 0.5, 0]), mask)).toBeCloseTo(0.75, 12);
    expect(highlightShare(new Float32Array(4), mask)).toBeNull();
  });

  test("the clearest good and bad map are chosen; none counts as worst", () => {
    const candidates = [0.4, 0.9, null, 0.1].map((share, arm) => ({ arm, share }));
    expect(extremes(candidates)).toMatchObject({ best: { arm: 1 }, worst: { arm: 2 } });
  });

  test("feedback follows the measured share", () => {
    expect(practiceFeedback(0.8, "koala", LANGUAGES.en.practice)).toMatchObject({ low: 4, high: 5 });
    expect(practiceFeedback(0.3, "koala", LANGUAGES.en.practice)).toMatchObject({ low: 2, high: 4 });
    expect(practiceFeedback(0.05, "koala", LANGUAGES.en.practice)).toMatchObject({ low: 1, high: 2 });
    expect(practiceFeedback(null, "koala", LANGUAGES.en.practice)).toMatchObject({ low: 1, high: 2 });
  });
});

describe("CSV", () => {
  test("text that a spreadsheet would run becomes text; numbers stay numbers", () => {
    for (const start of ["=", "+", "-", "@", "\t", "\r"])
      expect(csvCell(`${start}cmd|' /C calc'!A0`).replace(/^"/, "").startsWith("'")).toBe(true);
    expect(csvCell(-1.5)).toBe("-1.5");
    expect(csvCell(null)).toBe("");
    expect(csvCell(new Date(0))).toBe("1970-01-01T00:00:00.000Z");
    expect(csvLine(['a "b", c', "d"])).toBe('"a ""b"", c",d\r\n');
  });
});
