import { AxisTitles } from "./axis-titles.tsx";
import { type SeriesTone, TONE_COLOUR } from "./estimate.ts";
import { linearScale } from "./linear-scale.ts";

/** A point of a mean curve with its interval, where there is one. */
export interface BandPoint {
  mean: number;
  low: number | null;
  high: number | null;
}

interface CurvePanelProps {
  title: string;
  /** Under the title, e.g. "area 0.862, 24 images". */
  note: string;
  tone: SeriesTone;
  /** At equal steps from 0 to 1 along x. */
  mean: readonly BandPoint[];
  /** Another curve on the same axes, dotted: what to compare with. */
  reference?: readonly number[];
  /** The curve of one image, drawn over the mean, dashed. */
  single?: readonly number[];
  xAxis: string;
  yAxis: string;
}

const WIDTH = 232;
const HEIGHT = 184;
const LEFT = 34;
const RIGHT = 8;
const TOP = 40;
const BOTTOM = 36;

/** A mean curve in its band, on axes from 0 to 1 that every panel shares. */
export function CurvePanel(props: CurvePanelProps) {
  const { title, note, tone, mean, reference, single, xAxis, yAxis } = props;
  const x = linearScale([0, 1], [LEFT, WIDTH - RIGHT], 2);
  const y = linearScale([0, 1], [HEIGHT - BOTTOM, TOP], 2);
  const path = (values: readonly number[]) =>
    values
      .map((value, i) => `${x(i / Math.max(1, values.length - 1)).toFixed(1)},${y(value).toFixed(1)}`)
      .join(" ");
  const band = mean.every(({ low, high }) => low !== null && high !== null)
    ? path(mean.map(({ high }) => high ?? 0)) +
      " " +
      path(mean.map(({ low }) => low ?? 0))
        .split(" ")
        .reverse()
        .join(" ")
    : null;
  const colour = TONE_COLOUR[tone];
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${title}: ${note}`}
      className="w-full max-w-[300px]"
    >
      <text x={LEFT} y={13} fontSize={12} fontWeight={600} fill="var(--ink)">
        {title}
      </text>
      <text x={LEFT} y={29} fontSize={11} fill="var(--muted)">
        {note}
      </text>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={LEFT - 5} y={y(tick) + 4} textAnchor="end" fontSize={10} fill="var(--muted)">
            {tick}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <text
          key={tick}
          x={x(tick)}
          y={HEIGHT - BOTTOM + 14}
          textAnchor={tick === 1 ? "end" : "middle"}
          fontSize={10}
          fill="var(--muted)"
        >
          {tick * 100}
        </text>
      ))}
      <AxisTitles
        x={{ text: xAxis, centre: (LEFT + WIDTH - RIGHT) / 2, baseline: HEIGHT - 6 }}
        y={{ text: yAxis, centre: (TOP + HEIGHT - BOTTOM) / 2, baseline: 9 }}
        fontSize={10}
      />
      {band ? <polygon points={band} fill={colour} fillOpacity={0.18} stroke="none" /> : null}
      {reference ? (
        <polyline
          points={path(reference)}
          fill="none"
          stroke="var(--muted)"
          strokeWidth={1.2}
          strokeDasharray="1.5 2.5"
        />
      ) : null}
      <polyline
        points={path(mean.map((point) => point.mean))}
        fill="none"
        stroke={colour}
        strokeWidth={1.8}
      />
      {single ? (
        <polyline
          points={path(single)}
          fill="none"
          stroke="var(--ink)"
          strokeWidth={1.6}
          strokeDasharray="5 3"
        />
      ) : null}
    </svg>
  );
}
