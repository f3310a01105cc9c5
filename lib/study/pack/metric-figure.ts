import { metrics } from "#lib/metrics/registry.ts";
import { formatNumber } from "#lib/stats/format-number.ts";
import { type LinearScale, linearScale, niceDomain } from "#lib/stats/linear-scale.ts";
import type { ArmReport } from "../report.ts";
import { BESIDE_METRICS } from "../results/beside-metrics.ts";
import type { Statement } from "../template.ts";
import { armMarker, INK, MARKER_WORDS, MUTED, RULE } from "./arm-marker.ts";
import { scoreName, scoreOf } from "./arm-score.ts";
import type { PackSubject } from "./pack-subject.ts";
import { SIMULATED } from "./simulated-mark.ts";
import { element, svgPicture, svgText } from "./svg.ts";

const COLUMNS = 2;
const PANEL = { width: 372, height: 268 };
const PLOT = { left: 48, right: 352, top: 16, bottom: 212 };
const TOP = 28;
const LONGEST_AXIS = 44;

interface Point {
  arm: ArmReport;
  number: number;
  x: Range;
  y: Range;
}

interface Range {
  value: number;
  low: number;
  high: number;
}

/**
 * The score of arms against automatic metrics, a panel a metric, an arm by its number; for the maps of one statement, as the two are
 * never pooled. Null where no arm has both.
 */
export function metricFigure({ report, arms }: PackSubject, statement: Statement): string | null {
  const panels = BESIDE_METRICS.flatMap((metricId) => {
    const points = pointsOf(report.arms, arms, metricId, statement);
    return points.length > 0 ? [{ name: metrics.get(metricId)?.name ?? metricId, points }] : [];
  });
  if (panels.length === 0) return null;
  const drawn = panels.map((panel, at) => {
    const [column, row] = [at % COLUMNS, Math.floor(at / COLUMNS)];
    const place = `translate(${column * (PANEL.width + 16)} ${TOP + row * PANEL.height})`;
    return element("g", { transform: place }, drawPanel(panel.name, scoreName(report), panel.points));
  });
  const width = COLUMNS * PANEL.width + 16;
  const height = TOP + Math.ceil(panels.length / COLUMNS) * PANEL.height;
  const head =
    (report.simulated ? svgText(SIMULATED, { x: 0, y: 16, "font-weight": 700, fill: INK }) : "") +
    svgText(`numbers are arms; ${MARKER_WORDS}`, {
      x: width,
      y: 16,
      "text-anchor": "end",
      "font-size": 12,
      fill: MUTED,
    });
  const title = `${scoreName(report)} against automatic metrics, maps ${statement} a class`;
  return svgPicture(width, height, title, [head, ...drawn].join("\n"));
}

function pointsOf(
  reported: readonly ArmReport[],
  arms: PackSubject["arms"],
  metricId: string,
  statement: Statement,
): Point[] {
  return reported.flatMap((arm, at) => {
    const mean = arm.metrics.find((metric) => metric.metricId === metricId)?.mean;
    const score = scoreOf(arm);
    if (arm.statement !== statement || !mean || "undefined" in mean || "undefined" in score) return [];
    return [{ arm, number: arms[at].number, x: mean, y: score }];
  });
}

function drawPanel(name: string, score: string, points: readonly Point[]): string {
  const ends = (axis: "x" | "y") =>
    niceDomain(points.flatMap((point) => [point[axis].low, point[axis].high]));
  const x = linearScale(ends("x"), [PLOT.left, PLOT.right], 4);
  const y = linearScale(ends("y"), [PLOT.bottom, PLOT.top], 4);
  const axes = [
    svgText(
      `${name}, mean over rated maps`,
      { x: (PLOT.left + PLOT.right) / 2, y: 246, "text-anchor": "middle", "font-size": 12, fill: INK },
      LONGEST_AXIS,
    ),
    svgText(score, {
      x: -(PLOT.top + PLOT.bottom) / 2,
      y: 12,
      transform: "rotate(-90)",
      "text-anchor": "middle",
      "font-size": 12,
      fill: INK,
    }),
  ];
  return [...grid(x, y), ...axes, ...points.map((point) => drawPoint(point, x, y))].join("");
}

function grid(x: LinearScale, y: LinearScale): string[] {
  const small = { "font-size": 11, fill: MUTED };
  return [
    ...x.ticks.map(
      (tick) =>
        element("line", { x1: x(tick), x2: x(tick), y1: PLOT.top, y2: PLOT.bottom, stroke: RULE }) +
        svgText(tickText(tick), { x: x(tick), y: PLOT.bottom + 16, "text-anchor": "middle", ...small }),
    ),
    ...y.ticks.map(
      (tick) =>
        element("line", { x1: PLOT.left, x2: PLOT.right, y1: y(tick), y2: y(tick), stroke: RULE }) +
        svgText(tickText(tick), { x: PLOT.left - 6, y: y(tick) + 4, "text-anchor": "end", ...small }),
    ),
  ];
}

const tickText = (tick: number): string =>
  formatNumber(tick, Math.abs(tick * 10 - Math.round(tick * 10)) < 1e-9 ? 1 : 2);

function drawPoint({ arm, number, x: across, y: up }: Point, x: LinearScale, y: LinearScale): string {
  const [cx, cy] = [x(across.value), y(up.value)];
  const line = { stroke: MUTED, "stroke-width": 1 };
  return [
    element("line", { x1: x(across.low), x2: x(across.high), y1: cy, y2: cy, ...line }),
    element("line", { x1: cx, x2: cx, y1: y(up.low), y2: y(up.high), ...line }),
    armMarker(arm, cx, cy),
    svgText(String(number), { x: cx + 8, y: cy - 7, "font-size": 12, "font-weight": 600, fill: INK }),
  ].join("");
}
