import { describe, expect, test } from "vitest";
import { MAX_STROKE_POINTS } from "#lib/study/answer-detail.ts";
import { type AnswerRules, checkResponse } from "#lib/study/check-response.ts";
import { BestWorstSchema, PointSchema, RankingSchema, StrokesSchema } from "#lib/study/response-details.ts";
import type { ResponseSpec } from "#lib/study/template.ts";

const rules = (response: ResponseSpec, detail: AnswerRules["detail"] = null, panels = 3): AnswerRules => ({
  response,
  detail,
  panels,
  classes: 4,
});
const stroke = (points: number) => ({
  radius: 0.03,
  points: Array.from({ length: points }, (_, i) => [i / points, 0.5]),
});

const SCALE = rules({ kind: "scale", values: [1, 2, 3, 4], named: "all" });
const CHOICE = rules({ kind: "choice", options: ["a", "b", "both", "neither"] });
const CLASS = rules({ kind: "class" });
const RANKING = rules({ kind: "ranking" }, RankingSchema);
const BEST_WORST = rules({ kind: "best-worst" }, BestWorstSchema);
const POINT = rules({ kind: "point" }, PointSchema);
const STROKES = rules({ kind: "strokes" }, StrokesSchema);

describe("checkResponse", () => {
  test.each([
    ["a point of the scale", SCALE, 4, null],
    ["an option", CHOICE, 0, null],
    ["a class", CLASS, 3, null],
    ["a whole ranking", RANKING, 2, { order: [2, 0, 1] }],
    ["a best and a worst", BEST_WORST, 1, { worst: 2 }],
    ["a place in the picture", POINT, 0, { x: 0, y: 1 }],
    ["a drawing", STROKES, 2, { strokes: [stroke(1), stroke(40)] }],
  ])("takes %s", (_, rule, value, detail) => {
    expect(checkResponse(rule, { value, detail })).toBeNull();
  });

  test.each([
    ["a point beyond the scale", SCALE, 5, null],
    ["half a point", SCALE, 2.5, null],
    ["something beside a rating", SCALE, 2, { order: [0, 1, 2] }],
    ["an option that is none", CHOICE, 4, null],
    ["a class beyond those offered", CLASS, 4, null],
    ["a negative class", CLASS, -1, null],
    ["a ranking without its order", RANKING, 0, null],
    ["a ranking of some of the pictures", RANKING, 0, { order: [0, 1] }],
    ["a ranking that names one twice", RANKING, 0, { order: [0, 1, 1] }],
    ["a ranking of pictures that are not there", RANKING, 3, { order: [3, 1, 2] }],
    ["a ranking whose value is not the first", RANKING, 1, { order: [2, 0, 1] }],
    ["the same picture as best and worst", BEST_WORST, 1, { worst: 1 }],
    ["a worst that is not there", BEST_WORST, 1, { worst: 3 }],
    ["a best that is not there", BEST_WORST, 3, { worst: 1 }],
    ["a place outside", POINT, 0, { x: 1.01, y: 0 }],
    ["a place and more", POINT, 0, { x: 1, y: 0, who: "me" }],
    ["a point with another value", POINT, 1, { x: 1, y: 0 }],
    ["an empty drawing", STROKES, 0, { strokes: [] }],
    ["a miscounted drawing", STROKES, 1, { strokes: [stroke(2), stroke(2)] }],
    ["a drawing of too many points", STROKES, 1, { strokes: [stroke(MAX_STROKE_POINTS + 1)] }],
    ["a brush as wide as the picture", STROKES, 1, { strokes: [{ ...stroke(2), radius: 1 }] }],
  ])("refuses %s", (_, rule, value, detail) => {
    expect(checkResponse(rule, { value, detail })).toMatch(/\.$/);
  });
});
