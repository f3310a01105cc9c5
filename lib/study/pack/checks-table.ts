import type { RaterChecks } from "../checks/rater-checks.ts";
import type { PackColumn, PackTable } from "./tables.ts";

const column = (
  name: string,
  type: PackColumn["type"],
  meaning: string,
  more: Pick<PackColumn, "unit" | "values"> = {},
): PackColumn => ({ name, type, meaning, ...more });

/** One row an answer that checks its rater: to a question of the quiz, an attention check, or what was shown before. */
export const CHECKS: PackTable = {
  name: "checks",
  columns: [
    column("rater", "STRING", "Rater within this study: P1, P2, ... people; S1, S2, ... simulated raters."),
    column("check", "STRING", "What is checked.", { values: "quiz, attention, repeat" }),
    column("attempt", "DOUBLE", "Of the quiz, which try; empty elsewhere.", { values: "1, 2" }),
    column("question", "DOUBLE", "Of the quiz, the number of the question, from 1; empty elsewhere."),
    column(
      "position",
      "DOUBLE",
      "Of a trial, its place in the rater's sequence, practice not counted, from 1.",
    ),
    column(
      "value",
      "DOUBLE",
      "What was answered: of the quiz the number of the option, from 0; else as in ratings.",
    ),
    column(
      "expected",
      "DOUBLE",
      "The right option, the value that was asked for, or the first answer to the same pictures.",
    ),
    column(
      "passed",
      "DOUBLE",
      "Whether value is what is expected; of a repeat on a scale, within a quarter of its range.",
      {
        values: "0 no, 1 yes",
      },
    ),
    column("response_time_ms", "DOUBLE", "Of a trial, from the picture being painted to the answer.", {
      unit: "ms",
    }),
    column("received_at", "STRING", "When the server stored the answer.", { unit: "UTC, ISO 8601" }),
  ],
};

/** Whether a study has anything to put there. */
export const hasChecks = ({ quiz, attention, repeats }: RaterChecks): boolean =>
  quiz !== null || attention + repeats > 0;
