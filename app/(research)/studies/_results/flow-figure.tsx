import { Figure } from "#components/figures/figure.tsx";
import type { RaterFlow } from "#lib/study/rater-flow.ts";
import type { StudyReport } from "#lib/study/report.ts";
import { flowSteps } from "#lib/study/results/flow-steps.ts";
import { FlowChart } from "./flow-chart.tsx";

/** How raters came from consent to analysis, as a chart, in words and as numbers. */
export function FlowFigure({ report, flow }: { report: StudyReport; flow: RaterFlow }) {
  const steps = flowSteps(flow, report.ratings);
  const title = report.simulated ? "Flow of simulated raters" : "Flow of raters";
  const rows = steps.flatMap(({ label, raters, leaving }) => [
    ["reached", label, raters],
    ...leaving.flatMap(({ label, raters, parts = [] }) => [
      ["left", label, raters],
      ...parts.map((part) => ["left, by rule", part.label, part.raters]),
    ]),
  ]);
  return (
    <Figure
      title={title}
      sentence={sentence(flow)}
      data={{ columns: ["step", "which", "raters"], rows }}
      small
    >
      <FlowChart title={title} steps={steps} />
    </Figure>
  );
}

function sentence({ consented, withdrawn, rated, excluded, byRule, analysed }: RaterFlow): string {
  const broken = byRule.reduce((sum, { raters }) => sum + raters, 0);
  return [
    `Of ${consented} who consented, ${rated} rated pictures and ${analysed} are analysed.`,
    excluded > 0 ? `${excluded} are left out by rules that were declared when the study was created.` : null,
    broken > excluded ? "Who breaks several rules is counted in each." : null,
    withdrawn > 0 ? "Answers of whoever withdrew are deleted." : null,
  ]
    .filter((part) => part !== null)
    .join(" ");
}
