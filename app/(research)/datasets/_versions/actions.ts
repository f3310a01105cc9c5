"use server";

import { requireCtx } from "#lib/auth/session.ts";
import { deleteDataset } from "#lib/services/datasets/delete-dataset.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { deleteVersion } from "#lib/services/versions/delete-version.ts";
import { type Verification, verifyVersion } from "#lib/services/versions/verify-version.ts";
import { type ActionState, NOTHING_SENT } from "../../_shell/action-state.ts";
import { explainFailure, runAction } from "../../_shell/run-action.ts";

const datasetOf = (form: FormData) => String(form.get("datasetId"));
const versionOf = (form: FormData) => ({ datasetId: datasetOf(form), number: String(form.get("number")) });

export async function freezeVersionAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const datasetId = datasetOf(form);
    const { number } = await freezeVersion(ctx, { datasetId, note: form.get("note") });
    return `/datasets/${datasetId}/versions/${number}`;
  });
}

export async function deleteVersionAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await deleteVersion(ctx, versionOf(form));
    return `/datasets/${datasetOf(form)}/versions`;
  });
}

export async function deleteDatasetAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await deleteDataset(ctx, { datasetId: datasetOf(form), name: String(form.get("name")) });
    return "/datasets";
  });
}

export type VerifyState = ActionState & { verification: Verification | null };

export async function verifyVersionAction(_: VerifyState, form: FormData): Promise<VerifyState> {
  const ctx = await requireCtx();
  try {
    return { ...NOTHING_SENT, verification: await verifyVersion(ctx, versionOf(form)) };
  } catch (error) {
    return { ...explainFailure(error), verification: null };
  }
}
