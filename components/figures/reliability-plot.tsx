import { formatNumber } from "./format-number.ts";
import { linearScale } from "./linear-scale.ts";

export interface ReliabilityBin {
  /** Mean confidence of its images. */
  confidence: number;
  accuracy: { value: number; low: number; high: number };
  images: number;
}

interface ReliabilityPlotProps {
  title: string;
  bins: readonly ReliabilityBin[];
}

const WIDTH = 400;
const LEFT = 46;
const RIGHT = 14;
const TOP = 12;
/** Height of the plot: as wide as high, so that the diagonal is one. */
const SIDE = WIDTH - LEFT - RIGHT;
const BARS_TOP = TOP + SIDE + 12;
const BARS = 44;
const HEIGHT = BARS_TOP + BARS + 44;

/** Accuracy against confidence, bin by bin with intervals; the diagonal is calibrated. Below, how many images a bin holds. */
export function ReliabilityPlot({ title, bins }: ReliabilityPlotProps) {
  const x = linearScale([0, 1], [LEFT, WIDTH - RIGHT]);
  const y = linearScale([0, 1], [TOP + SIDE, TOP]);
  const most = Math.max(1, ...bins.map((bin) => bin.images));
  const height = linearScale([0, most], [0, BARS]);
  const points = bins.map(({ confidence, accuracy }) => `${x(confidence)},${y(accuracy.value)}`);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title} className="w-full max-w-[440px]">
      {x.ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={TOP} y2={TOP + SIDE} stroke="var(--line)" />
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end" fontSize={11} fill="var(--muted)">
            {formatNumber(tick, 1)}
          </text>
          <text x={x(tick)} y={BARS_TOP + BARS + 16} textAnchor="middle" fontSize={11} fill="var(--muted)">
            {formatNumber(tick, 1)}
          </text>
        </g>
      ))}
      <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} stroke="var(--edge)" strokeDasharray="4 3" />
      <text
        transform={`translate(${x(0.12)} ${y(0.12) + 19}) rotate(-45)`}
        textAnchor="middle"
        fontSize={11}
        fill="var(--muted)"
      >
        calibrated
      </text>
      <polyline points={points.join(" ")} fill="none" stroke="var(--accent)" strokeOpacity={0.5} />
      {bins.map((bin) => (
        <g key={bin.confidence}>
          <line
            x1={x(bin.confidence)}
            x2={x(bin.confidence)}
            y1={y(bin.accuracy.low)}
            y2={y(bin.accuracy.high)}
            stroke="var(--accent)"
            strokeWidth={2}
            strokeOpacity={0.55}
          />
          <circle cx={x(bin.confidence)} cy={y(bin.accuracy.value)} r={4} fill="var(--accent)" />
          <rect
            x={x(bin.confidence) - 4}
            y={BARS_TOP + BARS - height(bin.images)}
            width={8}
            height={height(bin.images)}
            fill="var(--edge)"
          />
        </g>
      ))}
      <line x1={LEFT} x2={WIDTH - RIGHT} y1={BARS_TOP + BARS} y2={BARS_TOP + BARS} stroke="var(--line)" />
      <text x={LEFT - 6} y={BARS_TOP + 8} textAnchor="end" fontSize={11} fill="var(--muted)">
        {most}
      </text>
      <text
        transform={`translate(10 ${TOP + SIDE / 2}) rotate(-90)`}
        textAnchor="middle"
        fontSize={11}
        fill="var(--muted)"
      >
        accuracy
      </text>
      <text
        transform={`translate(10 ${BARS_TOP + BARS / 2}) rotate(-90)`}
        textAnchor="middle"
        fontSize={11}
        fill="var(--muted)"
      >
        images
      </text>
      <text x={LEFT + SIDE / 2} y={HEIGHT - 6} textAnchor="middle" fontSize={11} fill="var(--muted)">
        confidence
      </text>
    </svg>
  );
}
