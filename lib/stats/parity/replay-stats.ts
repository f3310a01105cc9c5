import type { GoldenCase, Verdict } from "#lib/scouter/parity/golden-case.ts";
import { judgeQuestions } from "./judge-questions.ts";
import type { StatsQuestion } from "./stats-kind.ts";
import { statsKinds } from "./stats-kinds.ts";

export const isStatsCase = ({ kind }: GoldenCase): boolean => Object.hasOwn(statsKinds, kind);

/** Replays a file of statistics: every question is answered by the product's estimators, with the stored resamples. */
export function replayStats(golden: GoldenCase, json: Uint8Array): Promise<Verdict> {
  const kind = statsKinds[golden.kind];
  return judgeQuestions<StatsQuestion>(json, (question) =>
    kind.compare(question, kind.answer(question), golden.tolerance),
  );
}
