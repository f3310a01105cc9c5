import { describe, expect, it } from "vitest";
import { confidenceWords, mapCautions, mapKind } from "#components/heatmap/map-caution.ts";

const sure = { probability: 0.9, accuracy: { value: 0.95, images: 40 } };

describe("mapCautions", () => {
  it("says nothing of a map that the model stands behind", () => {
    expect(mapCautions(sure, "for")).toEqual([]);
    expect(mapCautions({ ...sure, probability: 0.02 }, "against")).toEqual([]);
  });

  it("warns of evidence for a class the model does not see, and against one it does", () => {
    expect(mapCautions({ ...sure, probability: 0.12 }, "for")).toEqual([
      expect.stringContaining("12\u202f%"),
    ]);
    expect(mapCautions({ ...sure, probability: 0.8 }, "against")).toEqual([
      expect.stringContaining("did not win"),
    ]);
  });

  it("warns of a class the model is often wrong about, whatever the map shows", () => {
    const weak = { probability: null, accuracy: { value: 0.47, images: 30 } };
    for (const kind of ["for", "against"] as const)
      expect(mapCautions(weak, kind)).toEqual([expect.stringContaining("47\u202f% of 30 held-out images")]);
  });

  it("says nothing of controls, nor of what is not known", () => {
    expect(
      mapCautions({ probability: 0, accuracy: { value: 0, images: 1 } }, mapKind("control-random")),
    ).toEqual([]);
    expect(mapCautions({ probability: null, accuracy: null }, "for")).toEqual([]);
    expect(confidenceWords({ probability: null, accuracy: null })).toContain("not answered");
  });
});
