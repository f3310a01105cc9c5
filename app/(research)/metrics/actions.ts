"use server";

import { judgeRun } from "#lib/services/metrics/judge-run.ts";
import { stopJudge } from "#lib/services/metrics/stop-judge.ts";
import type { ActionState } from "../_shell/action-state.ts";
import { withQuery } from "../_shell/query.ts";
import { runAction } from "../_shell/run-action.ts";

export async function judgeRunAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const { runId, modelId } = await judgeRun(ctx, {
      runId: form.get("runId"),
      modelId: form.get("modelId"),
    });
    return withQuery("/metrics", { run: runId, judge: modelId });
  });
}

export async function stopJudgeAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const { runId } = await stopJudge(ctx, { runId: form.get("runId"), modelId: form.get("modelId") });
    return withQuery("/metrics", { run: runId });
  });
}
