interface AxisTitle {
  text: string;
  /** Along the axis, where its middle is. */
  centre: number;
  /** Across it. */
  baseline: number;
}

interface AxisTitlesProps {
  x: AxisTitle;
  /** Read from below. */
  y: AxisTitle;
  fontSize?: number;
}

/** What the two axes of a figure are, below and to the left of it. */
export function AxisTitles({ x, y, fontSize = 12 }: AxisTitlesProps) {
  const look = { textAnchor: "middle", fontSize, fill: "var(--muted)" } as const;
  return (
    <>
      <text x={x.centre} y={x.baseline} {...look}>
        {x.text}
      </text>
      <text transform={`translate(${y.baseline} ${y.centre}) rotate(-90)`} {...look}>
        {y.text}
      </text>
    </>
  );
}
