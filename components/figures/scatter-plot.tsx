import { type SeriesTone, TONE_COLOUR } from "./estimate.ts";
import { formatNumber } from "./format-number.ts";
import { linearScale, niceDomain } from "./linear-scale.ts";

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
const LABEL_HEIGHT = 15;

/** Moves labels that would overlap down, nearest first. */
function placeLabels(anchors: { x: number; y: number; width: number }[]): number[] {
  const order = anchors.map((_, index) => index).sort((a, b) => anchors[a].y - anchors[b].y);
  const placed: { x: number; y: number; width: number }[] = [];
  const result: number[] = [];
  for (const index of order) {
    const { x, width } = anchors[index];
    let { y } = anchors[index];
    const hits = () =>
      placed.find(
        (other) => Math.abs(other.y - y) < LABEL_HEIGHT && x < other.x + other.width && other.x < x + width,
      );
    for (let hit = hits(); hit; hit = hits()) y = hit.y + LABEL_HEIGHT;
    placed.push({ x, y, width });
    result[index] = y;
  }
  return result;
}

/** Two estimates per method against each other, each with its interval; every point is named in place. */
export function ScatterPlot({ title, xAxis, yAxis, points }: ScatterPlotProps) {
  const x = linearScale(niceDomain(points.flatMap((point) => [point.x.low, point.x.high])), [
    LEFT,
    WIDTH - 110,
  ]);
  const y = linearScale(niceDomain(points.flatMap((point) => [point.y.low, point.y.high])), [
    HEIGHT - BOTTOM,
    10,
  ]);
  const labelYs = placeLabels(
    points.map((point) => ({
      x: x(point.x.value) + 9,
      y: y(point.y.value) - 6,
      width: point.label.length * 6.6,
    })),
  );
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title} className="w-full max-w-[600px]">
      {x.ticks.map((tick) => (
        <g key={`x${tick}`}>
          <line x1={x(tick)} x2={x(tick)} y1={10} y2={HEIGHT - BOTTOM} stroke="var(--line)" />
          <text x={x(tick)} y={HEIGHT - BOTTOM + 16} textAnchor="middle" fontSize={12} fill="var(--muted)">
            {formatNumber(tick, 1)}
          </text>
        </g>
      ))}
      {y.ticks.map((tick) => (
        <g key={`y${tick}`}>
          <line x1={LEFT} x2={WIDTH - 110} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end" fontSize={12} fill="var(--muted)">
            {formatNumber(tick, 1)}
          </text>
        </g>
      ))}
      <text x={(LEFT + WIDTH - 110) / 2} y={HEIGHT - 8} textAnchor="middle" fontSize={12} fill="var(--muted)">
        {xAxis}
      </text>
      <text
        transform={`translate(14 ${(HEIGHT - BOTTOM + 10) / 2}) rotate(-90)`}
        textAnchor="middle"
        fontSize={12}
        fill="var(--muted)"
      >
        {yAxis}
      </text>
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
            <text x={cx + 9} y={labelYs[index]} fontSize={12} fill="var(--ink)">
              {point.label}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
