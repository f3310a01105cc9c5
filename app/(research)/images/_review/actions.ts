"use server";

import { revalidatePath } from "next/cache";
import type { RegionState } from "#lib/db/generated/enums.ts";
import type { Ctx } from "#lib/services/context.ts";
import { nextInQueue } from "#lib/services/reviews/list-review-queue.ts";
import { reviewRegions } from "#lib/services/reviews/review-regions.ts";
import { submitRegions } from "#lib/services/reviews/submit-regions.ts";
import type { ActionState } from "../../_shell/action-state.ts";
import { runAction } from "../../_shell/run-action.ts";
import { findQueue } from "../../datasets/_dataset/region-states.ts";

/** Writes a decision down and goes to the next image of the same queue. One that is refused shows the regions as they are now. */
export async function decideAction(_: ActionState, form: FormData): Promise<ActionState> {
  const text = (name: string) => String(form.get(name) ?? "");
  const wish = {
    imageId: text("imageId"),
    revision: Number(text("revision")),
    comment: text("comment"),
  };
  const refused = await runAction(async (ctx) => {
    const decision = text("decision");
    if (decision === "submitted") await submitRegions(ctx, wish);
    else await reviewRegions(ctx, { ...wish, decision });
    const queue = findQueue(text("queue"))?.id ?? "submitted";
    return nextPage(ctx, { datasetId: text("datasetId"), state: queue, imageId: wish.imageId });
  });
  revalidatePath(`/images/${wish.imageId}/review`);
  return refused;
}

async function nextPage(ctx: Ctx, place: { datasetId: string; state: RegionState; imageId: string }) {
  const next = await nextInQueue(ctx, place);
  return next
    ? `/images/${next}/review?queue=${place.state}`
    : `/datasets/${encodeURIComponent(place.datasetId)}/review?state=${place.state}`;
}
