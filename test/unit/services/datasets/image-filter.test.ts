import { describe, expect, it } from "vitest";
import { FILTER_KEYS, isNarrow, toQueryString } from "#lib/services/datasets/filter-query.ts";
import { ImageFilter, NO_FILTER, pickFilter } from "#lib/services/datasets/image-filter.ts";

describe("a filter in an address", () => {
  it("is the same text for the same filter, whatever the order and however often something is said", () => {
    const one = ImageFilter.parse({ split: ["train", "test", "train"], tag: "x" });
    const other = ImageFilter.parse({ tag: ["x"], split: ["test", "train"] });
    expect(toQueryString(one)).toBe(toQueryString(other));
    expect(toQueryString(one)).toBe("split=test&split=train&tag=x");
  });

  it("comes back from its text as it was", () => {
    const filter = ImageFilter.parse({
      class: ["none", "a&b=c"],
      name: "50%_ é",
      model: "m",
      other: "n",
      answer: "wrong",
      agreement: ["same", "different"],
    });
    const query = new URLSearchParams(toQueryString(filter));
    const read = Object.fromEntries([...new Set(query.keys())].map((key) => [key, query.getAll(key)]));
    expect(ImageFilter.parse({ ...read, name: "50%_ é", model: "m", other: "n" })).toEqual(filter);
  });

  it("narrows nothing by naming a model alone", () => {
    expect(isNarrow(ImageFilter.parse({ model: "m", other: "n" }))).toBe(false);
    expect(isNarrow(ImageFilter.parse({ model: "m", answer: "right" }))).toBe(true);
    expect(toQueryString(NO_FILTER)).toBe("");
  });

  const GARBAGE: [string, unknown][] = [
    ["an operator", { not: "x" }],
    ["an operator in a list", [{ contains: "x" }]],
    ["null", null],
    ["a number", -1],
    ["a huge number", 1e308],
    ["an empty text", ""],
    ["a very long text", "x".repeat(201)],
    ["a control character", "a\0b"],
    ["a nested list", [["x"]]],
    ["too many values", Array.from({ length: 51 }, (_, at) => `v${at}`)],
    ["a boolean", true],
  ];
  const cases = FILTER_KEYS.flatMap((key) => GARBAGE.map(([what, value]) => [key, what, value] as const));
  it.each(cases)("takes for %s no %s", (key, _, value) => {
    expect(ImageFilter.safeParse({ model: "m", other: "n", [key]: value }).success).toBe(false);
  });

  it.each([
    ["regions", "approved"],
    ["answer", "maybe"],
    ["confidence", "0-100"],
    ["agreement", "some"],
    ["name", ["a", "b"]],
    ["model", ["a", "b"]],
  ])("takes for %s only what is listed, not %s", (key, value) => {
    expect(ImageFilter.safeParse({ model: "m", other: "n", [key]: value }).success).toBe(false);
  });

  it.each(["workspaceId", "datasetId", "OR", "__proto__", "sort", "deletedAt"])(
    "refuses the key %s",
    (key) => {
      const query = JSON.parse(`{ ${JSON.stringify(key)}: "x" }`);
      expect(ImageFilter.safeParse(query).success).toBe(false);
      expect(pickFilter(query)).toEqual({});
    },
  );

  it("asks for the model whose answers are meant", () => {
    expect(ImageFilter.safeParse({ answer: "right" }).error?.issues[0].message).toContain("Choose the model");
    expect(ImageFilter.safeParse({ model: "m", agreement: "same" }).error?.issues[0].message).toContain(
      "second",
    );
  });
});
