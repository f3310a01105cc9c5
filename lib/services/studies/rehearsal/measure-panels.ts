import type { Ctx } from "#lib/services/context.ts";
import { mean } from "#lib/stats/mean.ts";
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

/** Every stimulus of a study by its id. A map that highlights nothing has a share of 0; after training every picture has that of the arm's training. */
export async function measurePanels(ctx: Ctx, studyId: string): Promise<Map<string, MeasuredPanel>> {
  const study = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } });
  const items = new Map((await loadItems(ctx.db, study)).map((item) => [item.itemId, item]));
  const arms = new Map((await loadArms(ctx.db, study)).map((arm) => [arm.armId, arm]));
  const stimuli = await ctx.db.stimulus.findMany({ where: { studyId } });
  const panels = new Map<string, MeasuredPanel>();
  /** What the pictures of training highlight of their objects, by arm. */
  const taught = new Map<string, number[]>();
  for (const { id, armId, itemId, classAt, wording } of stimuli) {
    const { mapId, statement, role, named } = StimulusWording.parse(wording);
    const { data, height, width, target } = await ctx.db.saliencyMap.findUniqueOrThrow({
      where: { id: mapId },
    });
    const item = items.get(itemId)!;
    const map = { data: readFloat32(data), height, width };
    const { plain, classNames } = arms.get(armId)!;
    const share = plain ? NO_HIGHLIGHT : (objectShare(map, item, MEASURE_SIDE) ?? 0);
    const isOfClass = item.className === null ? null : classNames[target] === item.className;
    const correct = isOfClass === null ? null : isOfClass === (statement === "for");
    const shown = plain || (named && role === "rated") ? null : mapId;
    const seen = { share, correct, classAt, object: objectPlace(item) };
    const panel = { armId, itemId, mapId: shown, ...seen };
    panels.set(id, named ? { ...panel, named } : panel);
    if (named && role === "practice") addTo(taught, armId, plain ? 0 : share);
  }
  return taught.size === 0 ? panels : asTaught(panels, taught);
}

function addTo(lists: Map<string, number[]>, key: string, value: number): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}

/** What somebody knows of the computer after training does not depend on the picture they are shown. */
function asTaught(
  panels: ReadonlyMap<string, MeasuredPanel>,
  taught: ReadonlyMap<string, readonly number[]>,
): Map<string, MeasuredPanel> {
  return new Map([...panels].map(([id, panel]) => [id, { ...panel, share: mean(taught.get(panel.armId)!) }]));
}
