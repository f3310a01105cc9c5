import { expect, it } from "vitest";
import type { MetricTable, MetricTableArm } from "#lib/services/metrics/get-metric-table.ts";
import { ruleSeries } from "../../../app/(research)/metrics/_trend/rule-series.ts";

const arm = (explainerId: string, targetRule: string, area: number | null): MetricTableArm =>
  ({
    id: `${explainerId} ${targetRule}`,
    label: explainerId,
    explainerId,
    targetRule,
    modelName: explainerId,
    explains: "for",
    cells: {
      area: {
        estimate: area === null ? null : { value: area, low: area - 0.01, high: area + 0.01, n: 24 },
        defined: 24,
        undefinedCount: 0,
        reason: area === null ? "no_positive_mass" : null,
      },
    },
  }) as MetricTableArm;

const table = (arms: MetricTableArm[]) => ({ arms }) as MetricTable;

it("puts a model's arms in the order of similarity, whatever their order in the run", () => {
  const [minus] = ruleSeries(
    table([
      arm("scouter-", "least-similar", 0.03),
      arm("scouter-", "true", 0.01),
      arm("scouter-", "most-similar", null),
    ]),
  );
  expect(minus.label).toBe("SCOUTER−");
  expect(minus.tone).toBe("against");
  expect(minus.values).toMatchObject([{ value: 0.01 }, { undefined: "no_positive_mass" }, { value: 0.03 }]);
});

it("has nothing to say of one rule, of other methods, or of a class chosen by number", () => {
  expect(ruleSeries(table([arm("scouter+", "true", 0.04), arm("scouter+", "class:2", 0.02)]))).toEqual([]);
  expect(ruleSeries(table([arm("grad-cam", "true", 0.1), arm("grad-cam", "least-similar", 0.2)]))).toEqual(
    [],
  );
});
