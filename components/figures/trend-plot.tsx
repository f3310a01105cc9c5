import type { Interval } from "#lib/stats/estimate.ts";
import { AxisTitles } from "./axis-titles.tsx";
import { type SeriesTone, TONE_COLOUR } from "./estimate.ts";
import { linearScale, niceDomain } from "./linear-scale.ts";

/** One value a category; a category without one is left out of the line. */
export interface TrendSeries {
  label: string;
  tone: SeriesTone;
  values: readonly (Interval | { undefined: string })[];
}

interface TrendPlotProps {
  title: string;
  categories: readonly string[];
  yAxis: string;
  series: readonly TrendSeries[];
}

const WIDTH = 560;
const HEIGHT = 260;
const LEFT = 56;
const RIGHT = 120;
const TOP = 12;
const BOTTOM = 48;
/** Series side by side within a category, so that their intervals do not hide each other. */
const DODGE = 9;

/** Estimates with intervals over ordered categories, a line a series, named at its end. */
export function TrendPlot({ title, categories, yAxis, series }: TrendPlotProps) {
  const ends = series.flatMap(({ values }) =>
    values.flatMap((value) => ("value" in value ? [value.low, value.high] : [])),
  );
  const y = linearScale(niceDomain([0, ...ends], 4), [HEIGHT - BOTTOM, TOP], 4);
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, categories.length);
  const centre = (index: number) => LEFT + (index + 0.5) * step;
  const decimals = Math.max(0, Math.ceil(-Math.log10((y.ticks[1] ?? 1) - (y.ticks[0] ?? 0)) - 1e-9));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title} className="w-full max-w-[640px]">
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end" fontSize={12} fill="var(--muted)">
            {tick.toFixed(decimals)}
          </text>
        </g>
      ))}
      {categories.map((category, index) => (
        <text
          key={category}
          x={centre(index)}
          y={HEIGHT - BOTTOM + 18}
          textAnchor="middle"
          fontSize={12}
          fill="var(--ink)"
        >
          {category}
        </text>
      ))}
      <AxisTitles
        x={{
          text: "class explained, by similarity to the true class",
          centre: (LEFT + WIDTH - RIGHT) / 2,
          baseline: HEIGHT - 8,
        }}
        y={{ text: yAxis, centre: (TOP + HEIGHT - BOTTOM) / 2, baseline: 12 }}
      />
      {series.map(({ label, tone, values }, order) => {
        const colour = TONE_COLOUR[tone];
        const shift = (order - (series.length - 1) / 2) * DODGE;
        const known = values.flatMap((value, index) =>
          "value" in value ? [{ ...value, x: centre(index) + shift }] : [],
        );
        const last = known.at(-1);
        return (
          <g key={label}>
            <polyline
              points={known.map((point) => `${point.x.toFixed(1)},${y(point.value).toFixed(1)}`).join(" ")}
              fill="none"
              stroke={colour}
              strokeWidth={1.8}
              strokeDasharray={tone === "against" ? "6 3" : undefined}
            />
            {known.map((point) => (
              <g key={point.x}>
                <line
                  x1={point.x}
                  x2={point.x}
                  y1={y(point.low)}
                  y2={y(point.high)}
                  stroke={colour}
                  strokeWidth={2}
                />
                <circle cx={point.x} cy={y(point.value)} r={4} fill={colour} />
              </g>
            ))}
            {last ? (
              <text x={WIDTH - RIGHT + 6} y={y(last.value) + 4} fontSize={12} fill="var(--ink)">
                {label}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}
