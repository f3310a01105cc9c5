import { describe, expect, test } from "vitest";
import type { ArmClasses } from "#lib/study/arm-classes.ts";
import {
  type ComparableArm,
  type ComparisonWish,
  defaultArms,
  resolveComparison,
} from "#lib/study/resolve-comparison.ts";
import type { Statement } from "#lib/study/template.ts";
import type { TemplateId } from "#lib/study/template-id.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";

const arm = (id: string, statement: Statement = "for", classes: ArmClasses = "one"): ComparableArm => ({
  id,
  label: `Method ${id}`,
  statement,
  classes,
});
const many = (count: number) => Array.from({ length: count }, (_, at) => arm(`m${at}`));
const MIXED = [arm("plus"), arm("minus", "against"), arm("cam"), arm("control", "against")];
const NOTHING: ComparisonWish = { order: "random", control: false };

const resolve = (id: TemplateId, arms: readonly ComparableArm[], wish: Partial<ComparisonWish> = {}) =>
  resolveComparison(requireTemplate(id), arms, { ...NOTHING, ...wish });

describe("a study compares", () => {
  test("one arm a trial, as many points and in the order as wanted", () => {
    expect(resolve("plausibility-rating", MIXED, { points: 7, order: "carry-over" })).toEqual({
      panels: 1,
      referenceArm: null,
      points: 7,
      order: "carry-over",
      classNames: false,
    });
  });

  test("as many arms a trial as the template shows, fewer where there are fewer, or as wanted", () => {
    expect(resolve("pairwise-preference", many(5)).panels).toBe(2);
    expect(resolve("ranking", many(5)).panels).toBe(4);
    expect(resolve("ranking", many(3)).panels).toBe(3);
    expect(resolve("ranking", many(5), { panels: 2 }).panels).toBe(2);
    expect(resolve("best-worst", many(6), { panels: 6 }).panels).toBe(6);
    expect(resolve("pointing", many(3)).panels).toBe(1);
  });

  test("one arm's maps of four classes, named if that is wanted", () => {
    const every = [arm("plus", "for", "every"), arm("cam", "for", "every")];
    expect(resolve("hive-distinction", every)).toMatchObject({ panels: 4, classNames: false });
    expect(resolve("hive-distinction", every, { classNames: true })).toMatchObject({ classNames: true });
  });

  test("the reference with the others: the first arm unless another is named", () => {
    expect(resolve("side-by-side", many(3))).toMatchObject({ panels: 2, referenceArm: 0 });
    expect(resolve("side-by-side", many(3), { referenceArmId: "m2" })).toMatchObject({ referenceArm: 2 });
  });

  test("by default the arms that its template can compare", () => {
    const chosen = (id: TemplateId) => defaultArms(requireTemplate(id), MIXED).map((one) => one.id);
    expect(chosen("plausibility-rating")).toEqual(["plus", "minus", "cam", "control"]);
    expect(chosen("why-not-rating")).toEqual(["minus", "control"]);
    expect(chosen("pairwise-preference")).toEqual(["plus", "cam"]);
    const against = [arm("plus"), arm("minus", "against"), arm("control", "against")];
    expect(defaultArms(requireTemplate("ranking"), against).map((one) => one.id)).toEqual([
      "minus",
      "control",
    ]);
  });

  test("by default no arm with maps of more classes or fewer than its template shows", () => {
    const all = [
      arm("plus"),
      arm("each", "for", "every"),
      arm("against", "against", "every"),
      arm("same", "for", "alike"),
    ];
    const chosen = (id: TemplateId) => defaultArms(requireTemplate(id), all).map((one) => one.id);
    expect(chosen("hive-distinction")).toEqual(["each"]);
    expect(chosen("hive-agreement")).toEqual(["plus"]);
    expect(chosen("pointing")).toEqual(["plus"]);
  });
});

describe("what a template cannot be is refused with what it needs:", () => {
  test.each([
    ["fewer arms than it compares", "pairwise-preference", many(1), {}, /"Pairwise preference" needs 2 arms/],
    ["two arms where it names a best, a worst and another", "best-worst", many(2), {}, /needs 3 arms/],
    ["maps of different statements on one screen", "ranking", MIXED, {}, /Method minus, Method control rule a class out/], // biome-ignore format: a table
    ["maps for a class where it is about the other", "why-not-rating", MIXED, {}, /leave out Method plus, Method cam/], // biome-ignore format: a table
    ["no map against a class", "why-not-rating", [], {}, /the run has no such arm/],
    ["no arm", "plausibility-rating", [], {}, /empty: choose at least one arm/],
    ["more pictures than arms", "ranking", many(3), { panels: 4 }, /can show 2 to 3 of these 3 arms/],
    ["pictures where their number is fixed", "side-by-side", many(3), { panels: 2 }, /is fixed/],
    ["a reference where there is none", "ranking", many(3), { referenceArmId: "m0" }, /no reference arm/],
    ["a reference that is no arm of it", "side-by-side", many(3), { referenceArmId: "x" }, /own arms/],
    ["points where each has a name", "hive-agreement", many(2), { points: 7 }, /no scale whose points/],
    ["a control without a map to judge", "plausibility-rating", many(2), { control: true }, /no arm without one/], // biome-ignore format: a table
    ["one map where it shows several classes", "hive-distinction", many(2), {}, /Method m0, Method m1 have one of each image: start a run/], // biome-ignore format: a table
    ["no arm with maps of every class", "hive-distinction", [], {}, /choose a run with arms that explain every class/], // biome-ignore format: a table
    ["maps that are the same for each class", "hive-distinction", [arm("x", "for", "alike")], {}, /those of Method x are the same for each class/], // biome-ignore format: a table
    ["evidence against classes", "hive-distinction", [arm("x", "against", "every")], {}, /is about maps that speak for a class/], // biome-ignore format: a table
    ["maps of every class where it shows one", "ranking", [...many(3), arm("x", "for", "every")], {}, /Method x have one of every class/], // biome-ignore format: a table
    [
      "names of classes it does not show",
      "ranking",
      many(3),
      { classNames: true },
      /no maps of several classes/,
    ],
    ["balanced order of several arms", "ranking", many(3), { order: "carry-over" }, /left to chance/],
  ] as const)("%s", (_, id, arms, wish, message) => {
    expect(() => resolve(id, arms, wish)).toThrow(message);
  });
});
