import type { FlowStep } from "#lib/study/results/flow-steps.ts";

const WIDTH = 420;
const STEP = { x: 0, width: 176, height: 54 };
const LEAVING = { x: 212, width: WIDTH - 212 };
const GAP = 22;
const LINE = 17;

/** Raters from consent to analysis, downwards; whoever leaves goes to the right. */
export function FlowChart({ title, steps }: { title: string; steps: readonly FlowStep[] }) {
  let y = 0;
  const placed = steps.map((step) => {
    const lines = leavingLines(step);
    const height = Math.max(STEP.height, lines.length * LINE + 16);
    const top = y;
    y += height + GAP;
    return { step, lines, top, height };
  });
  const total = y - GAP;
  return (
    <svg
      viewBox={`-1 -1 ${WIDTH + 2} ${total + 2}`}
      role="img"
      aria-label={title}
      className="w-full max-w-[480px]"
    >
      {placed.map(({ step, lines, top, height }, i) => (
        <g key={step.label}>
          <Box x={STEP.x} y={top} width={STEP.width} height={STEP.height} last={i === placed.length - 1} />
          <text x={STEP.x + 12} y={top + (step.note ? 23 : 32)} fontSize={14} fill="var(--ink)">
            {step.label}
          </text>
          {step.note ? (
            <text x={STEP.x + 12} y={top + 41} fontSize={12} fill="var(--muted)">
              {step.note}
            </text>
          ) : null}
          <text
            x={STEP.x + STEP.width - 12}
            y={top + 33}
            fontSize={18}
            fontWeight={600}
            textAnchor="end"
            fill="var(--ink)"
          >
            {step.raters}
          </text>
          {i < placed.length - 1 ? (
            <Arrow from={[STEP.width / 2, top + STEP.height]} to={[STEP.width / 2, top + height + GAP]} />
          ) : null}
          {lines.length > 0 ? (
            <>
              <Arrow from={[STEP.width, top + STEP.height / 2]} to={[LEAVING.x, top + STEP.height / 2]} />
              <Box x={LEAVING.x} y={top} width={LEAVING.width} height={height} dashed />
              {lines.map(({ text, number, muted }, at) => (
                <g key={text} fontSize={13} fill={muted ? "var(--muted)" : "var(--ink)"}>
                  <text x={LEAVING.x + 12} y={top + firstLine(lines.length, height) + at * LINE}>
                    {text}
                  </text>
                  <text x={WIDTH - 12} y={top + firstLine(lines.length, height) + at * LINE} textAnchor="end">
                    {number}
                  </text>
                </g>
              ))}
            </>
          ) : null}
        </g>
      ))}
    </svg>
  );
}

interface LeavingLine {
  text: string;
  number: number;
  muted?: boolean;
}

function leavingLines({ leaving }: FlowStep): LeavingLine[] {
  return leaving.flatMap(({ label, raters, parts = [] }) => [
    { text: label, number: raters },
    ...parts.map((part) => ({ text: `· ${part.label}`, number: part.raters, muted: true })),
  ]);
}

/** Base line of the first of so many lines, so that they stand in the middle of their box. */
const firstLine = (lines: number, height: number) => (height - lines * LINE) / 2 + 13;

interface BoxProps {
  x: number;
  y: number;
  width: number;
  height: number;
  dashed?: boolean;
  last?: boolean;
}

function Box({ dashed, last, ...place }: BoxProps) {
  return (
    <rect
      {...place}
      rx={8}
      fill={last ? "var(--accent-soft)" : "var(--surface)"}
      stroke={last ? "var(--accent)" : "var(--edge)"}
      strokeDasharray={dashed ? "3 3" : undefined}
    />
  );
}

function Arrow({ from: [x1, y1], to: [x2, y2] }: { from: [number, number]; to: [number, number] }) {
  const isDown = x1 === x2;
  const head = isDown
    ? `M${x2 - 4},${y2 - 6} L${x2},${y2} L${x2 + 4},${y2 - 6}`
    : `M${x2 - 6},${y2 - 4} L${x2},${y2} L${x2 - 6},${y2 + 4}`;
  return (
    <g fill="none" stroke="var(--muted)">
      <line x1={x1} y1={y1} x2={x2} y2={y2} />
      <path d={head} />
    </g>
  );
}
