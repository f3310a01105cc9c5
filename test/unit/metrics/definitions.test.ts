import { describe, expect, it } from "vitest";
import { chooseMetrics, measureOf, PAPER_METRICS } from "#lib/metrics/choose-metrics.ts";
import { FAMILIES, type MetricFacts, PROFILES } from "#lib/metrics/define-metric.ts";
import { definitionSpread, factsOf } from "#lib/metrics/definition-spread.ts";
import { metricsOfProfile, profilesOfRuns } from "#lib/metrics/metrics-of-profile.ts";
import { metrics, otherDefinitions, probingMetrics } from "#lib/metrics/registry.ts";
import type { MetricScore } from "#lib/metrics/score-map.ts";

const every: MetricFacts[] = [...metrics.values(), ...otherDefinitions.values(), ...probingMetrics.values()];
const idsOf = ({ scored, probed }: ReturnType<typeof chooseMetrics>) =>
  [...scored, ...probed].map(({ id }) => id);

describe("the registry", () => {
  it("has every metric once, with a profile that is described and a measure that is a metric", () => {
    const ids = every.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const metric of every) {
      expect(PROFILES).toHaveProperty(metric.profile);
      expect(ids).toContain(measureOf(metric));
      expect(FAMILIES).toContain(metric.family);
    }
  });

  it("uses every profile, and keeps one definition a profile and measure", () => {
    expect(new Set(every.map(({ profile }) => profile))).toEqual(new Set(Object.keys(PROFILES)));
    for (const measure of new Set(every.map(measureOf))) {
      // What all others are compared with is ours, or the only one there is.
      const own = factsOf(measure);
      const others = every.filter((metric) => measureOf(metric) === measure && metric.id !== measure);
      if (others.length > 0) expect([measure, own.profile]).toEqual([measure, "whynot"]);
      for (const other of others) expect(other.direction).toBe(own.direction);
    }
  });
});

describe("choosing", () => {
  it("takes ids, families, the paper's table and everything", () => {
    expect(idsOf(chooseMetrics(["area"], false))).toEqual(["area"]);
    expect(idsOf(chooseMetrics(["robustness"], false)).sort()).toEqual(
      every.flatMap(({ id, family }) => (family === "robustness" ? [id] : [])).sort(),
    );
    expect(idsOf(chooseMetrics(["paper"], false)).sort()).toEqual([...PAPER_METRICS].sort());
    expect(idsOf(chooseMetrics(["all"], false))).toHaveLength(every.length);
    expect(() => chooseMetrics(["precison"], false)).toThrow('There is no metric or family "precison"');
  });

  it("adds the other definitions of what was chosen, and nothing else", () => {
    expect(idsOf(chooseMetrics(["pointing-game"], true))).toEqual([
      "pointing-game",
      "pointing-game-torchray",
    ]);
    expect(idsOf(chooseMetrics(["pixel-auc"], true))).toEqual(["pixel-auc"]);
  });
});

describe("a profile", () => {
  const scored = [...metrics.keys(), ...otherDefinitions.keys()];
  const idsIn = (...args: Parameters<typeof metricsOfProfile>) =>
    metricsOfProfile(...args).map(({ id }) => id);

  it("defines what it has a definition of, and leaves the rest as recommended, column for column", () => {
    expect(idsIn("whynot", scored)).toEqual([...metrics.keys()]);
    const quantus = idsIn("quantus", scored);
    expect(quantus).toHaveLength(metrics.size);
    expect(quantus).toContain("precision-mask-absolute");
    expect(quantus).toContain("area");
    expect(quantus).not.toContain("precision-mask");
    expect(profilesOfRuns()[0]).toBe("whynot");
    for (const profile of profilesOfRuns().slice(1))
      expect(idsIn(profile, scored)).not.toEqual([...metrics.keys()]);
  });

  it("shows of an older run what that has scores of", () => {
    expect(idsIn("quantus", ["area", "precision-mask"])).toEqual(["area", "precision-mask"]);
  });
});

it("puts the scores of one measure together, with what the definition is worth", () => {
  const score = (metricId: string, value: number | null): MetricScore => ({
    metricId,
    profile: factsOf(metricId).profile,
    value,
    undefinedReason: value === null ? "zero_map" : null,
    parameters: {},
  });
  const spreads = definitionSpread([
    score("area", 0.2),
    score("precision-mask", 0.5),
    score("precision-mask-absolute", 0.3),
    score("precision-mask-min-max", 0.9),
    score("sparseness", null),
    score("sparseness-quantus", 0.4),
  ]);
  expect(spreads.map(({ measure, low, high }) => [measure, low, high])).toEqual([
    ["precision-mask", 0.3, 0.9],
    ["sparseness", null, null],
  ]);
  expect(spreads[1].byDefinition[0]).toMatchObject({ profile: "whynot", reason: "zero_map" });
});
