import { type ConfusionCells, toConfusionCells } from "./confusion-cells.ts";

interface ConfusionMatrixProps {
  title: string;
  classNames: readonly string[];
  /** [true][predicted] */
  confusion: readonly (readonly number[])[];
}

/** Up to here a cell shows its count; up to the next, rows and columns show their class. */
const MOST_COUNTED = 20;
const MOST_NAMED = 60;
const LETTERS = 14;
const AXIS = 18;
/** Sides of a matrix: as wide as the name of its axis at least, and readable at its natural size up to the largest. */
const SMALLEST = 140;
const LARGEST = 760;
/** Strengths of a cell's colour, by its share of the row. */
const LEVELS = 5;
/** Strong enough to be seen, light enough that ink can be read on it. */
const STRONGEST = 0.5;

/** Rows are true classes, columns predicted ones; the diagonal is what is right. Colour = share of the row's images. */
export function ConfusionMatrix({ title, classNames, confusion }: ConfusionMatrixProps) {
  const cells = toConfusionCells(confusion);
  const side = cells.counts.length;
  const isNamed = side <= MOST_NAMED;
  const cell = side <= MOST_COUNTED ? Math.max(34, SMALLEST / side) : isNamed ? 15 : 7;
  const longest = Math.max(...classNames.map((name) => Math.min(LETTERS, name.length)));
  const room = isNamed ? 8 + longest * (side <= MOST_COUNTED ? 6.4 : 5) : 0;
  const [left, top] = [AXIS + room, AXIS + room];
  const size = side * cell;
  return (
    <svg
      viewBox={`0 0 ${left + size + 2} ${top + size + 2}`}
      role="img"
      aria-label={title}
      className="w-full"
      style={{ maxWidth: Math.min(LARGEST, 1.1 * (left + size)) }}
    >
      <rect x={left} y={top} width={size} height={size} fill="var(--surface)" stroke="var(--line)" />
      {isNamed ? <Names names={classNames} left={left} top={top} cell={cell} /> : null}
      <Shades cells={cells} left={left} top={top} cell={cell} />
      {side <= MOST_COUNTED ? <Counts cells={cells} left={left} top={top} cell={cell} /> : null}
      <text x={left + size / 2} y={11} textAnchor="middle" fontSize={11} fill="var(--muted)">
        predicted class
      </text>
      <text
        transform={`translate(11 ${top + size / 2}) rotate(-90)`}
        textAnchor="middle"
        fontSize={11}
        fill="var(--muted)"
      >
        true class
      </text>
    </svg>
  );
}

interface Place {
  left: number;
  top: number;
  cell: number;
}

function Names({ names, left, top, cell }: Place & { names: readonly string[] }) {
  const fontSize = cell > 20 ? 12 : 9;
  return names.map((name, c) => {
    const short = name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name;
    const middle = (c + 0.5) * cell + fontSize / 3;
    return (
      <g key={name} fontSize={fontSize} fill="var(--ink)">
        <text x={left - 5} y={top + middle} textAnchor="end">
          {short}
        </text>
        <text transform={`translate(${left + middle} ${top - 5}) rotate(-90)`}>{short}</text>
      </g>
    );
  });
}

/** All cells of one strength as one path: 100 classes stay a few elements. */
function Shades({ cells, left, top, cell }: Place & { cells: ConfusionCells }) {
  const paths = new Map<string, string>();
  cells.counts.forEach((row, c) => {
    const images = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, p) => {
      if (count === 0) return;
      const key = `${c === p ? "right" : "wrong"} ${Math.ceil((LEVELS * count) / images)}`;
      const square = `M${left + p * cell} ${top + c * cell}h${cell}v${cell}h-${cell}z`;
      paths.set(key, (paths.get(key) ?? "") + square);
    });
  });
  return [...paths].map(([key, path]) => {
    const [kind, level] = key.split(" ");
    const opacity = (STRONGEST * Number(level)) / LEVELS;
    return (
      <path
        key={key}
        d={path}
        fill={kind === "right" ? "var(--accent)" : "var(--ink)"}
        fillOpacity={opacity}
      />
    );
  });
}

function Counts({ cells, left, top, cell }: Place & { cells: ConfusionCells }) {
  return cells.counts.flatMap((row, c) =>
    row.map((count, p) =>
      count === 0 ? null : (
        <text
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
          key={`${c} ${p}`}
          x={left + (p + 0.5) * cell}
          y={top + (c + 0.5) * cell + 4}
          textAnchor="middle"
          fontSize={12}
          fontWeight={c === p ? 600 : 400}
          fill="var(--ink)"
        >
          {count}
        </text>
      ),
    ),
  );
}
