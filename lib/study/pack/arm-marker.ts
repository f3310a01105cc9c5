import type { ArmReport } from "../report.ts";
import { isControl } from "../results/is-control.ts";
import { element } from "./svg.ts";

export const INK = "#111";
export const MUTED = "#555";
export const RULE = "#ccc";

/** An arm's mark, told apart without colour: a disc for a class, a diamond against one, hollow for controls. */
export function armMarker({ explainerId, statement }: ArmReport, x: number, y: number): string {
  const fill = isControl(explainerId) ? "#fff" : INK;
  const look = { fill, stroke: INK, "stroke-width": 1.6 };
  if (statement === "for") return element("circle", { cx: x, cy: y, r: 4.5, ...look });
  const d = `M${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}L${x - 6} ${y}Z`;
  return element("path", { d, ...look });
}

export const MARKER_WORDS = "● for a class, ◆ against a class; hollow: controls";
