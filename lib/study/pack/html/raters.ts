import type { StudyReport } from "../../report.ts";
import { flowSteps } from "../../results/flow-steps.ts";
import { lockWords } from "../../results/primary-words.ts";
import { sensitivityWords } from "../../results/sensitivity-words.ts";
import { escapeHtml } from "../escape-html.ts";
import { htmlTable, paragraphs } from "./table.ts";

/** From those who consented to those who are analysed, who left where, and whether leaving some out matters. */
export function ratersSection(report: StudyReport): string[] {
  const { flow, ratings, simulated } = report;
  if (!flow) return [paragraphs(["How raters came to be analysed was not computed."])];
  const steps = flowSteps(flow, ratings);
  const boxes = steps.map(
    ({ label, raters, note }) =>
      `<li><b>${raters.toLocaleString("en-US")}</b>${escapeHtml(label)}${note ? `<small>${escapeHtml(note)}</small>` : ""}</li>`,
  );
  const leaving = steps.flatMap((step) => step.leaving).filter(({ raters }) => raters > 0);
  const sensitivity = sensitivityWords(report);
  return [
    simulated ? "" : paragraphs([lockWords(report)]),
    `<ol class="flow">${boxes.join("")}</ol>`,
    leaving.length > 0
      ? htmlTable({
          caption: "Who left, and where",
          head: ["Step", "raters"],
          words: 1,
          rows: leaving.map(({ label, raters }) => [label, raters]),
        })
      : "",
    flow.byRule.length > 0
      ? htmlTable({
          caption: "Rules declared beforehand; whoever breaks several is in each",
          head: ["Leaves out", "raters", "could say nothing of"],
          words: 1,
          rows: flow.byRule.map(({ words, raters, undefined: unknown }) => [words, raters, unknown]),
        })
      : "",
    paragraphs(
      sensitivity.length > 0 ? sensitivity : ["Nobody is left out, so these results are those of everybody."],
    ),
  ];
}
