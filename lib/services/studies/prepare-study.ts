import { randomBytes } from "node:crypto";
import type { Study } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { simulateRaters } from "#lib/jobs/definitions/simulate-raters.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import { padWebp, smallestPaddedSize } from "#lib/study/pad-webp.ts";
import type { StimulusWording } from "#lib/study/stimulus-wording.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import type { Ctx } from "../context.ts";
import { appendEvent } from "./append-event.ts";
import { choosePractice, type Shown } from "./choose-practice.ts";
import { digestStimuli } from "./digest-material.ts";
import { drawStimulus, fitImage } from "./draw-stimuli.ts";
import { loadArms, loadItems, loadMap, type MaterialArm, type MaterialMap } from "./load-material.ts";
import { requireStudy } from "./require-study.ts";
import { showTest } from "./show-training.ts";
import { withOtherClasses } from "./with-other-classes.ts";

/** Every stimulus has the bytes of the largest, rounded up to this. */
const SIZE_STEP = 1024;

interface Drawn {
  armId: string;
  itemId: string;
  classAt: number;
  webp: Uint8Array;
  wording: StimulusWording;
}

export interface PrepareOptions {
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Draws every stimulus of a study in its one encoding, under random ids, all padded to the same number of bytes; then
 * opens the study and sends in simulated raters if its design asks for it. Doing it again changes nothing.
 * @throws AppError `conflict` when the run has no map for some image, `cancelled`
 */
export async function prepareStudy(ctx: Ctx, studyId: string, options: PrepareOptions): Promise<void> {
  const study = await ctx.db.study.findFirst({ where: { id: studyId, workspaceId: ctx.workspaceId } });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const design = StudyDesign.parse(study.design);
  if (design.stimulusBytes !== null) return;
  const drawn = await drawAll(ctx, study, design, options);
  const largest = Math.max(...drawn.map(({ webp }) => smallestPaddedSize(webp.length)));
  const stimulusBytes = Math.ceil(largest / SIZE_STEP) * SIZE_STEP;
  const { size } = design.encoding;
  const rows = await Promise.all(
    drawn.map(async ({ webp, ...row }) => ({
      id: randomBytes(16).toString("base64url"),
      studyId,
      ...row,
      sha256: await ctx.storage.put(padWebp(webp, size, size, stimulusBytes)),
    })),
  );
  await ctx.db.$transaction(async (tx) => {
    const locked = await requireStudy(tx, ctx, studyId);
    if (StudyDesign.parse(locked.design).stimulusBytes !== null) return;
    await tx.blob.createMany({
      data: rows.map(({ sha256 }) => ({ sha256, byteSize: stimulusBytes, mediaType: "image/webp" })),
      skipDuplicates: true,
    });
    await tx.stimulus.createMany({ data: rows });
    const now = ctx.clock();
    const opening = design.openWhenReady ? { state: "open" as const, openedAt: now } : {};
    await tx.study.update({
      where: { id: studyId },
      data: { design: { ...design, stimulusBytes }, ...opening },
    });
    const count = design.simulatedRaters;
    if (count > 0)
      await enqueue(tx, simulateRaters, { studyId, count }, { workspaceId: ctx.workspaceId, total: count });
    const stimuli = await digestStimuli(tx, studyId);
    await appendEvent(tx, { studyId, kind: "prepared", data: { stimulusBytes, stimuli }, at: now });
    if (design.openWhenReady) await appendEvent(tx, { studyId, kind: "opened", data: {}, at: now });
  });
}

async function drawAll(
  ctx: Ctx,
  study: Study,
  design: StudyDesign,
  { progress, signal }: PrepareOptions,
): Promise<Drawn[]> {
  const template = requireTemplate(study.templateId, study.templateVersion);
  const wording = LANGUAGES[design.language].templates[template.id];
  const [items, arms] = await Promise.all([loadItems(ctx.db, study), loadArms(ctx.db, study)]);
  const drawn: Drawn[] = [];
  let practiced = 0;
  for (const [done, item] of items.entries()) {
    if (signal.aborted) throw new AppError("cancelled", "Drawing the pictures was cancelled.");
    progress(done, items.length);
    const [answer] = item.classes;
    const maps = await Promise.all(arms.map((arm) => loadMap(ctx.db, wording, arm, item, answer)));
    const material = { item, arms, maps, template, design };
    const isTest = template.shows.kind === "after-training" && !item.practice;
    const ofAnswer = item.practice
      ? choosePractice(material, practiced++)
      : isTest
        ? showTest(material)
        : ratedStimuli(arms, maps);
    const loadClass = (arm: number, name: string) => loadMap(ctx.db, wording, arms[arm], item, name);
    const shown = await withOtherClasses(ofAnswer, item.classes, loadClass);
    const fitted = fitImage(await decodeImage(await ctx.storage.get(item.sha256)), design.encoding);
    for (const { arm, map = maps[arm], classAt = 0, wording } of shown) {
      const webp = await drawStimulus(fitted, arms[arm].plain || isTest ? null : map, design.encoding);
      drawn.push({ armId: arms[arm].armId, itemId: item.itemId, classAt, webp, wording });
    }
  }
  progress(items.length, items.length);
  return drawn;
}

function ratedStimuli(arms: readonly MaterialArm[], maps: readonly MaterialMap[]): Shown[] {
  return maps.map(({ answer, mapId }, arm) => ({
    arm,
    wording: {
      answer,
      mapId,
      statement: arms[arm].statement,
      role: "rated",
      feedback: null,
    },
  }));
}
