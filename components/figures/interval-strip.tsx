import { type SeriesTone, TONE_COLOUR } from "./estimate.ts";
import { formatInterval, formatNumber } from "./format-number.ts";
import { linearScale } from "./linear-scale.ts";

interface IntervalStripProps {
  value: number;
  low: number;
  high: number;
  domain: [number, number];
  tone: SeriesTone;
  decimals?: number;
}

const WIDTH = 120;
const MIDDLE = 10;

/** A point over its interval on a common line: for a table cell. The numbers stand beside it in the table. */
export function IntervalStrip({ value, low, high, domain, tone, decimals = 3 }: IntervalStripProps) {
  const x = linearScale(domain, [5, WIDTH - 5]);
  const colour = TONE_COLOUR[tone];
  return (
    <svg
      viewBox={`0 0 ${WIDTH} 20`}
      role="img"
      aria-label={`${formatNumber(value, decimals)}, interval ${formatInterval(low, high, decimals)}`}
      className="h-5 w-full min-w-24"
      preserveAspectRatio="none"
    >
      <line
        x1={0}
        x2={WIDTH}
        y1={MIDDLE}
        y2={MIDDLE}
        stroke="var(--line)"
        vectorEffect="non-scaling-stroke"
      />
      <line
        x1={x(low)}
        x2={x(high)}
        y1={MIDDLE}
        y2={MIDDLE}
        stroke={colour}
        strokeOpacity={0.45}
        strokeWidth={4}
        vectorEffect="non-scaling-stroke"
      />
      <line
        x1={x(value)}
        x2={x(value)}
        y1={MIDDLE}
        y2={MIDDLE + 0.01}
        stroke={colour}
        strokeWidth={9}
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
