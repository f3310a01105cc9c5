import type { Ctx } from "#lib/services/context.ts";
import type { AnsweredPanel } from "#lib/study/score-answers.ts";
import { StimulusWording } from "#lib/study/stimulus-wording.ts";
import type { SimulatedPanel } from "#lib/study/template.ts";
import { readFloat32 } from "../../explanations/read-float32.ts";
import { loadArms, loadItems } from "../load-material.ts";
import { objectPlace } from "../object-place.ts";
import { objectShare } from "../object-share.ts";

/** Side at which a map's share on the object is measured: a map is much coarser than this. */
const MEASURE_SIDE = 96;

/** What is seen of the object where nothing is highlighted: neither all of it nor nothing. */
const NO_HIGHLIGHT = 0.5;

/** A picture of the study with what is known of it: what a simulated rater sees, and what an analysis needs. */
export interface MeasuredPanel extends SimulatedPanel, AnsweredPanel {
  readonly itemId: string;
}

/** Every stimulus of a study by its id. A map that highlights nothing has a share of 0. */
export async function measurePanels(ctx: Ctx, studyId: string): Promise<Map<string, MeasuredPanel>> {
  const study = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } });
  const items = new Map((await loadItems(ctx.db, study)).map((item) => [item.itemId, item]));
  const arms = new Map((await loadArms(ctx.db, study)).map((arm) => [arm.armId, arm]));
  const stimuli = await ctx.db.stimulus.findMany({ where: { studyId } });
  const panels = new Map<string, MeasuredPanel>();
  for (const { id, armId, itemId, classAt, wording } of stimuli) {
    const { mapId, statement } = StimulusWording.parse(wording);
    const { data, height, width, target } = await ctx.db.saliencyMap.findUniqueOrThrow({
      where: { id: mapId },
    });
    const item = items.get(itemId)!;
    const map = { data: readFloat32(data), height, width };
    const { plain, classNames } = arms.get(armId)!;
    const share = plain ? NO_HIGHLIGHT : (objectShare(map, item, MEASURE_SIDE) ?? 0);
    const isOfClass = item.className === null ? null : classNames[target] === item.className;
    const correct = isOfClass === null ? null : isOfClass === (statement === "for");
    const seen = { share, correct, classAt, object: objectPlace(item) };
    panels.set(id, { armId, itemId, mapId: plain ? null : mapId, ...seen });
  }
  return panels;
}
