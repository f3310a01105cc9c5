import { isControl } from "#lib/study/results/is-control.ts";
import type { SeriesTone } from "./estimate.ts";

/** How a method is drawn on the researcher's pages. Participants never see these colours. */
export function methodTone(explainerId: string): SeriesTone {
  if (explainerId === "scouter+") return "for";
  if (explainerId === "scouter-") return "against";
  return isControl(explainerId) ? "control" : "method";
}
