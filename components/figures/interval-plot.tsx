import { type LabelledEstimate, TONE_COLOUR } from "./estimate.ts";
import { formatNumber } from "./format-number.ts";
import { linearScale, niceDomain } from "./linear-scale.ts";
import { undefinedWords } from "./undefined-words.ts";

interface IntervalPlotProps {
  title: string;
  /** With its unit, e.g. "mean rating (1 to 5)". */
  axis: string;
  rows: readonly LabelledEstimate[];
  domain?: [number, number];
  decimals?: number;
}

const WIDTH = 640;
const LABELS = 212;
const NUMBERS = 150;
const ROW = 32;
const ROW_WITH_NOTE = 44;
const TOP = 8;
const BOTTOM = 44;

/** Estimates with their intervals, one a line, on a shared axis. What is undefined says so in its line. */
export function IntervalPlot({ title, axis, rows, domain, decimals = 2 }: IntervalPlotProps) {
  const known = rows.flatMap(({ estimate }) => ("value" in estimate ? [estimate.low, estimate.high] : []));
  const x = linearScale(domain ?? niceDomain(known), [LABELS, WIDTH - NUMBERS]);
  const rowHeight = rows.some((row) => row.note) ? ROW_WITH_NOTE : ROW;
  const bottom = TOP + rows.length * rowHeight;
  const height = bottom + BOTTOM;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={title}
      className="w-full max-w-[720px] text-[13px]"
    >
      {x.ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={TOP} y2={bottom} stroke="var(--line)" />
          <text x={x(tick)} y={bottom + 16} textAnchor="middle" fontSize={12} fill="var(--muted)">
            {formatNumber(tick, Number.isInteger(tick) ? 0 : decimals > 1 ? 1 : decimals)}
          </text>
        </g>
      ))}
      <text
        x={(LABELS + WIDTH - NUMBERS) / 2}
        y={bottom + 36}
        textAnchor="middle"
        fontSize={12}
        fill="var(--muted)"
      >
        {axis}
      </text>
      {rows.map((row, index) => (
        <IntervalRow key={row.id} row={row} y={TOP + (index + 0.5) * rowHeight} x={x} decimals={decimals} />
      ))}
    </svg>
  );
}

interface IntervalRowProps {
  row: LabelledEstimate;
  y: number;
  x: (value: number) => number;
  decimals: number;
}

function IntervalRow({ row, y, x, decimals }: IntervalRowProps) {
  const { estimate, label, note, tone } = row;
  const colour = TONE_COLOUR[tone];
  return (
    <g>
      <text x={0} y={note ? y - 2 : y + 4} fontSize={13} fill="var(--ink)">
        {label}
      </text>
      {note ? (
        <text x={0} y={y + 12} fontSize={11} fill="var(--muted)">
          {note}
        </text>
      ) : null}
      {"value" in estimate ? (
        <>
          <line x1={x(estimate.low)} x2={x(estimate.high)} y1={y} y2={y} stroke={colour} strokeWidth={2} />
          <circle
            cx={x(estimate.value)}
            cy={y}
            r={4.5}
            fill={tone === "control" ? "var(--surface)" : colour}
            stroke={colour}
            strokeWidth={2}
          />
          <text x={WIDTH} y={y + 4} textAnchor="end" fontSize={13} fill="var(--ink)">
            {formatNumber(estimate.value, decimals)}
            <tspan fill="var(--muted)">
              {` [${formatNumber(estimate.low, decimals)}, ${formatNumber(estimate.high, decimals)}]`}
            </tspan>
          </text>
        </>
      ) : (
        <text x={LABELS} y={y + 4} fontSize={12} fill="var(--muted)">
          undefined: {undefinedWords(estimate.undefined)}
        </text>
      )}
    </g>
  );
}
