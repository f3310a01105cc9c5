import { titleOfRule } from "../exclusions/exclusion-rules.ts";
import type { RaterFlow } from "../rater-flow.ts";

interface Leaving {
  label: string;
  raters: number;
  /** By reason: one rater may be in several. */
  parts?: { label: string; raters: number }[];
}

/** One step of the flow: how many raters got there, and who left before the next. */
export interface FlowStep {
  label: string;
  raters: number;
  note?: string;
  leaving: Leaving[];
}

/** A study's flow of raters from consent to analysis, step by step; each loses to the next exactly those who leave. */
export function flowSteps(flow: RaterFlow, ratings: number): FlowStep[] {
  const { consented, withdrawn, screened, practised, rated, completed, pilot, excluded, byRule, analysed } =
    flow;
  return [
    {
      label: "Consented",
      raters: consented,
      leaving: [
        { label: "Withdrew", raters: withdrawn },
        ...(screened > 0 ? [{ label: "Did not pass the quiz", raters: screened }] : []),
        { label: "Stopped in practice", raters: consented - withdrawn - screened - practised },
      ],
    },
    {
      label: "Finished practice",
      raters: practised,
      leaving: [{ label: "Stopped before rating", raters: practised - rated }],
    },
    {
      label: "Rated pictures",
      raters: rated,
      note: `${completed} to the end`,
      leaving: [
        ...(pilot > 0 ? [{ label: "Joined before the lock", raters: pilot }] : []),
        ...(byRule.length > 0
          ? [
              {
                label: "Left out by the rules",
                raters: excluded,
                parts: byRule.map(({ rule, raters }) => ({ label: titleOfRule(rule).toLowerCase(), raters })),
              },
            ]
          : []),
      ],
    },
    { label: "Analysed", raters: analysed, note: `${ratings} answers`, leaving: [] },
  ];
}
