import { AxisTitles } from "./axis-titles.tsx";
import { type SeriesTone, TONE_COLOUR } from "./estimate.ts";
import { formatNumber } from "./format-number.ts";
import { linearScale, niceDomain } from "./linear-scale.ts";
import { placeLabels } from "./place-labels.ts";

export interface ScatterPoint {
  id: string;
  label: string;
  tone: SeriesTone;
  x: { value: number; low: number; high: number };
  y: { value: number; low: number; high: number };
}

interface ScatterPlotProps {
  title: string;
  xAxis: string;
  yAxis: string;
  points: readonly ScatterPoint[];
}

const WIDTH = 520;
const HEIGHT = 360;
const LEFT = 52;
const BOTTOM = 48;
const RIGHT = 24;
const TOP = 10;

/** Two estimates per method against each other, each with its interval; every point is named in place. */
export function ScatterPlot({ title, xAxis, yAxis, points }: ScatterPlotProps) {
  const x = linearScale(niceDomain(points.flatMap((point) => [point.x.low, point.x.high])), [
    LEFT,
    WIDTH - RIGHT,
  ]);
  const y = linearScale(niceDomain(points.flatMap((point) => [point.y.low, point.y.high])), [
    HEIGHT - BOTTOM,
    10,
  ]);
  const labels = placeLabels(
    points.map((point) => ({ x: x(point.x.value), y: y(point.y.value), width: point.label.length * 6.4 })),
    { left: LEFT, right: WIDTH, top: TOP, bottom: HEIGHT - BOTTOM },
  );
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title} className="w-full max-w-[600px]">
      {x.ticks.map((tick) => (
        <g key={`x${tick}`}>
          <line x1={x(tick)} x2={x(tick)} y1={TOP} y2={HEIGHT - BOTTOM} stroke="var(--line)" />
          <text x={x(tick)} y={HEIGHT - BOTTOM + 16} textAnchor="middle" fontSize={12} fill="var(--muted)">
            {formatNumber(tick, 1)}
          </text>
        </g>
      ))}
      {y.ticks.map((tick) => (
        <g key={`y${tick}`}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end" fontSize={12} fill="var(--muted)">
            {formatNumber(tick, 1)}
          </text>
        </g>
      ))}
      <AxisTitles
        x={{ text: xAxis, centre: (LEFT + WIDTH - RIGHT) / 2, baseline: HEIGHT - 8 }}
        y={{ text: yAxis, centre: (HEIGHT - BOTTOM + 10) / 2, baseline: 14 }}
      />
      {points.map((point, index) => {
        const colour = TONE_COLOUR[point.tone];
        const [cx, cy] = [x(point.x.value), y(point.y.value)];
        return (
          <g key={point.id}>
            <line
              x1={x(point.x.low)}
              x2={x(point.x.high)}
              y1={cy}
              y2={cy}
              stroke={colour}
              strokeOpacity={0.55}
            />
            <line
              x1={cx}
              x2={cx}
              y1={y(point.y.low)}
              y2={y(point.y.high)}
              stroke={colour}
              strokeOpacity={0.55}
            />
            <circle
              cx={cx}
              cy={cy}
              r={4.5}
              fill={point.tone === "control" ? "var(--surface)" : colour}
              stroke={colour}
              strokeWidth={2}
            />
            <text
              x={labels[index].x}
              y={labels[index].y}
              fontSize={12}
              fill="var(--ink)"
              stroke="var(--canvas)"
              strokeWidth={3}
              paintOrder="stroke"
            >
              {point.label}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
