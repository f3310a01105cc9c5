"use server";

import type { Ctx } from "#lib/services/context.ts";
import { addConsensus } from "#lib/services/rounds/add-consensus.ts";
import { closeRound } from "#lib/services/rounds/close-round.ts";
import { finishDrawing } from "#lib/services/rounds/finish-drawing.ts";
import { giveImage } from "#lib/services/rounds/give-image.ts";
import { openRound } from "#lib/services/rounds/open-round.ts";
import type { ActionState } from "../../_shell/action-state.ts";
import { withQuery } from "../../_shell/query.ts";
import { runAction } from "../../_shell/run-action.ts";

const pathOf = (datasetId: string) => `/datasets/${encodeURIComponent(datasetId)}/agreement`;

export async function openRoundAction(_: ActionState, form: FormData): Promise<ActionState> {
  const text = (name: string) => String(form.get(name) ?? "");
  return runAction(async (ctx) => {
    const datasetId = text("datasetId");
    const { id } = await openRound(ctx, {
      datasetId,
      name: text("name"),
      instructions: text("instructions"),
      imageCount: text("imageCount"),
      peopleWanted: text("peopleWanted"),
      split: text("split") || null,
      seed: text("seed"),
    });
    return `${pathOf(datasetId)}/${id}`;
  });
}

export async function closeRoundAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const roundId = String(form.get("roundId"));
    await closeRound(ctx, { roundId });
    return `${pathOf(String(form.get("datasetId")))}/${roundId}`;
  });
}

/** Goes to the image that is the asker's to draw. */
export async function drawAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction((ctx) => nextDrawing(ctx, String(form.get("datasetId")), String(form.get("roundId"))));
}

/** A drawing is done; on to the next. Returns what stands in the way. */
export async function finishDrawingAction(
  place: { datasetId: string; drawingId: string },
  revision: number,
): Promise<string | null> {
  const { error } = await runAction(async (ctx) => {
    const { roundId } = await finishDrawing(ctx, { drawingId: place.drawingId, revision });
    return nextDrawing(ctx, place.datasetId, roundId);
  });
  return error;
}

async function nextDrawing(ctx: Ctx, datasetId: string, roundId: string): Promise<string> {
  const drawingId = await giveImage(ctx, { roundId });
  return drawingId ? `/drawings/${drawingId}` : withQuery(pathOf(datasetId), { drawn: roundId });
}

export async function addConsensusAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const text = (name: string) => String(form.get(name) ?? "");
    const [roundId, imageId] = [text("roundId"), text("imageId")];
    const classNames = form.getAll("className").map((name) => (name === "" ? null : String(name)));
    const { added } = await addConsensus(ctx, { roundId, imageId, classNames });
    return withQuery(`${pathOf(text("datasetId"))}/${roundId}/${imageId}`, { added: String(added) });
  });
}
