import type { Db, Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { pictureMap } from "#lib/study/picture-map.ts";
import { type GivenAnswer, type RatedStimulus, scoreAnswers } from "#lib/study/score-answers.ts";
import { StimulusWording } from "#lib/study/stimulus-wording.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import { readFloat32 } from "../explanations/read-float32.ts";

/**
 * What answers given without a map say of every arm's map of the image, by the rule of the template. The maps of one image are in
 * memory at a time.
 */
export async function scoreMaps(
  db: Db | Tx,
  study: Study,
  template: StudyTemplate,
  answers: readonly GivenAnswer[],
): Promise<RatedStimulus[]> {
  const scored: RatedStimulus[] = [];
  for (const [itemId, own] of groupBy(answers, (answer) => answer.itemId)) {
    const panels = await readPanels(db, study.id, itemId);
    // All arms name one answer, which is right or wrong for each of them.
    const placed = own.map((answer) => ({
      ...answer,
      panels: panels.map((panel) => ({ ...panel, correct: answer.panels[0].correct })),
    }));
    scored.push(...scoreAnswers(template, placed));
  }
  return scored;
}

/** Every arm's map of one image, as it would lie over the picture. */
async function readPanels(db: Db | Tx, studyId: string, itemId: string): Promise<GivenAnswer["panels"]> {
  const { image } = await db.studyItem.findUniqueOrThrow({
    where: { id: itemId },
    select: { image: { select: { width: true, height: true } } },
  });
  const stimuli = await db.stimulus.findMany({
    where: { studyId, itemId, arm: { plain: false } },
    orderBy: { arm: { position: "asc" } },
    select: { armId: true, wording: true },
  });
  return Promise.all(
    stimuli.map(async ({ armId, wording }) => {
      const { mapId } = StimulusWording.parse(wording);
      const { data, height, width } = await db.saliencyMap.findUniqueOrThrow({ where: { id: mapId } });
      const map = pictureMap({ data: readFloat32(data), height, width }, image);
      return { armId, mapId, correct: null, map };
    }),
  );
}
