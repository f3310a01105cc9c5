import { formatInterval, formatNumber } from "#lib/stats/format-number.ts";
import { linearScale, niceDomain } from "#lib/stats/linear-scale.ts";
import { undefinedWords } from "#lib/stats/undefined-words.ts";
import { measureRange } from "../measure-words.ts";
import { armMarker, INK, MARKER_WORDS, MUTED, RULE } from "./arm-marker.ts";
import { scoreName, scoreOf } from "./arm-score.ts";
import type { PackSubject } from "./pack-subject.ts";
import { SIMULATED } from "./simulated-mark.ts";
import { element, svgPicture, svgText } from "./svg.ts";

const WIDTH = 760;
const LABELS = 262;
const NUMBERS = 148;
const ROW = 38;
const TOP = 34;
const BOTTOM = 46;
const LONGEST_LABEL = 34;

/** The score of every arm with its interval, one a line, in the order of the study. */
export function ratingFigure(subject: PackSubject): string {
  const { report, arms } = subject;
  const { low, high } = report.measure;
  const x = linearScale(niceDomain([low, high]), [LABELS, WIDTH - NUMBERS]);
  const bottom = TOP + Math.max(1, report.arms.length) * ROW;
  const ticks = x.ticks.map(
    (tick) =>
      element("line", { x1: x(tick), x2: x(tick), y1: TOP, y2: bottom, stroke: RULE }) +
      svgText(formatNumber(tick, Number.isInteger(tick) ? 0 : 1), {
        x: x(tick),
        y: bottom + 17,
        "text-anchor": "middle",
        fill: MUTED,
      }),
  );
  const axis = svgText(measureRange(report.measure), {
    x: (LABELS + WIDTH - NUMBERS) / 2,
    y: bottom + 37,
    "text-anchor": "middle",
    fill: MUTED,
  });
  const head =
    (report.simulated ? svgText(SIMULATED, { x: 0, y: 16, "font-weight": 700, fill: INK }) : "") +
    svgText(MARKER_WORDS, { x: WIDTH, y: 16, "text-anchor": "end", "font-size": 12, fill: MUTED });
  const rows = report.arms.map((arm, at) => armRow(arm, arms[at].number, TOP + (at + 0.5) * ROW, x));
  const title = `${scoreName(report)} by method${report.simulated ? ", simulated raters" : ""}`;
  return svgPicture(WIDTH, bottom + BOTTOM, title, [head, ...ticks, axis, ...rows].join("\n"));
}

type Arm = PackSubject["report"]["arms"][number];

function armRow(arm: Arm, number: number, y: number, x: (value: number) => number): string {
  const score = scoreOf(arm);
  const label =
    svgText(String(number), { x: 16, y: y - 1, "text-anchor": "end", fill: MUTED }) +
    svgText(arm.label, { x: 24, y: y - 1, fill: INK }, LONGEST_LABEL) +
    svgText(`${arm.raters} raters, ${arm.ratings} answers`, {
      x: 24,
      y: y + 13,
      "font-size": 11,
      fill: MUTED,
    });
  if ("undefined" in score)
    return (
      label + svgText(`undefined: ${undefinedWords(score.undefined)}`, { x: LABELS, y: y + 4, fill: MUTED })
    );
  const { value, low, high } = score;
  const whisker = { stroke: INK, "stroke-width": 1.6 };
  return [
    label,
    element("line", { x1: x(low), x2: x(high), y1: y, y2: y, ...whisker }),
    ...[low, high].map((end) =>
      element("line", { x1: x(end), x2: x(end), y1: y - 4, y2: y + 4, ...whisker }),
    ),
    armMarker(arm, x(value), y),
    svgText(`${formatNumber(value, 2)} ${formatInterval(low, high, 2)}`, {
      x: WIDTH,
      y: y + 4,
      "text-anchor": "end",
      fill: INK,
    }),
  ].join("");
}
