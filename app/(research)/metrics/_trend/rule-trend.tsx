import { Figure } from "#components/figures/figure.tsx";
import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { TrendPlot, type TrendSeries } from "#components/figures/trend-plot.tsx";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { RULE_CATEGORIES } from "./rule-series.ts";

/** Area by the arms' target rules: what can be said of the trend without a map of every class. */
export function RuleTrend({ series }: { series: readonly TrendSeries[] }) {
  return (
    <Figure
      title="Area by target rule"
      sentence={`${series.map(sentence).join(" ")} From the arms of this run, each map scaled by its own range.`}
      data={{
        columns: ["method", "class", "area", "low", "high", "images", "note"],
        rows: series.flatMap(({ label, values }) =>
          values.map((value, index) =>
            "value" in value
              ? [label, RULE_CATEGORIES[index], value.value, value.low, value.high, value.n, ""]
              : [label, RULE_CATEGORIES[index], null, null, null, 0, undefinedWords(value.undefined)],
          ),
        ),
      }}
    >
      <TrendPlot
        title="Mean area of the map by the target rule of its arm"
        categories={RULE_CATEGORIES}
        yAxis="mean area"
        series={series}
      />
    </Figure>
  );
}

function sentence({ label, values }: TrendSeries): string {
  const parts = values.flatMap((value, index) =>
    "value" in value
      ? [
          `${formatNumber(value.value)} ${formatInterval(value.low, value.high)} on the ${RULE_CATEGORIES[index]}`,
        ]
      : [],
  );
  return `${label}: ${parts.join(", ")}.`;
}
