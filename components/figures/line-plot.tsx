import { AxisTitles } from "./axis-titles.tsx";
import { formatShort } from "./format-number.ts";
import { linearScale, niceDomain } from "./linear-scale.ts";

export interface LineSeries {
  label: string;
  /** Drawn dashed, so that two lines differ without colour. */
  dashed?: boolean;
  points: readonly { x: number; y: number }[];
}

interface LinePlotProps {
  title: string;
  xAxis: string;
  yAxis: string;
  series: readonly LineSeries[];
  /** Left out: as wide and high as the points are. */
  xDomain?: [number, number];
  yDomain?: [number, number];
}

const WIDTH = 360;
const HEIGHT = 200;
const LEFT = 44;
const RIGHT = 12;
const BOTTOM = 42;

/** More than this on a line run into each other as dots. */
const MAX_DOTS = 24;

/** As many decimals as it takes to tell the ticks apart. */
function decimalsOf(ticks: readonly number[]): number {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
  return Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
}

/** Lines over a shared axis, each named in the legend with its stroke; few points are dots too. */
export function LinePlot({ title, xAxis, yAxis, series, xDomain, yDomain }: LinePlotProps) {
  const all = series.flatMap(({ points }) => points);
  const of = (axis: "x" | "y") => all.map((point) => point[axis]);
  const x = linearScale(xDomain ?? niceDomain(of("x")), [LEFT, WIDTH - RIGHT]);
  const y = linearScale(yDomain ?? niceDomain(of("y"), 4), [HEIGHT - BOTTOM, 24], 4);
  const decimals = decimalsOf(y.ticks);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title} className="w-full max-w-[440px]">
      {series.map((line, index) => (
        <g key={line.label} transform={`translate(${LEFT + index * 130} 10)`}>
          <line
            x1={0}
            x2={20}
            y1={0}
            y2={0}
            stroke="var(--ink)"
            strokeWidth={1.5}
            strokeDasharray={line.dashed ? "4 3" : undefined}
          />
          <text x={26} y={4} fontSize={11} fill="var(--muted)">
            {line.label}
          </text>
        </g>
      ))}
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end" fontSize={11} fill="var(--muted)">
            {formatShort(tick, decimals)}
          </text>
        </g>
      ))}
      {x.ticks.filter(Number.isInteger).map((tick) => (
        <text
          key={tick}
          x={x(tick)}
          y={HEIGHT - BOTTOM + 16}
          textAnchor="middle"
          fontSize={11}
          fill="var(--muted)"
        >
          {tick}
        </text>
      ))}
      <AxisTitles
        x={{ text: xAxis, centre: (LEFT + WIDTH) / 2, baseline: HEIGHT - 6 }}
        y={{ text: yAxis, centre: (HEIGHT - BOTTOM + 24) / 2, baseline: 10 }}
        fontSize={11}
      />
      {series.map((line) => (
        <polyline
          key={line.label}
          fill="none"
          stroke="var(--ink)"
          strokeWidth={1.5}
          strokeDasharray={line.dashed ? "4 3" : undefined}
          points={line.points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(" ")}
        />
      ))}
      {series
        .filter(({ points }) => points.length <= MAX_DOTS)
        .map((line) => (
          <g
            key={line.label}
            fill={line.dashed ? "var(--canvas)" : "var(--ink)"}
            stroke="var(--ink)"
            strokeWidth={1.2}
          >
            {line.points.map((point) => (
              <circle key={point.x} cx={x(point.x)} cy={y(point.y)} r={2.4} />
            ))}
          </g>
        ))}
    </svg>
  );
}
