import { newId } from "#lib/db/id.ts";
import type { Ctx } from "#lib/services/context.ts";
import { writeFloat32 } from "#lib/services/explanations/write-float32.ts";
import { createRandom } from "#lib/tensor/random.ts";

/** The finished run's classes and two that no image is of. */
export const CLASSES = ["koala", "zebra", "otter", "mole", "wolf"];
const CELLS = 9;

/** Of the arms below, best first: what their maps are said to be made by, and how well a class's map is told from the others. */
const ARMS = [
  { label: "SCOUTER+ of every class", explainerId: "scouter+", tells: 1 },
  { label: "Grad-CAM of every class", explainerId: "grad-cam", tells: 0.5 },
  { label: "Random map of every class", explainerId: "control-random", tells: 0 },
] as const;

/**
 * Adds arms with maps of every class to a finished run, and answers of five classes: image i is answered as class i mod 3, but the
 * fifth of each ten as the next one; then mole, then wolf are likeliest. An arm's map of the answer lies where it tells the class.
 */
export async function addEveryClassArms(ctx: Ctx, runId: string): Promise<string[]> {
  const { db } = ctx;
  const random = createRandom("every class");
  const run = await db.run.findUniqueOrThrow({ where: { id: runId }, include: { arms: true } });
  const modelIds = [...new Set(run.arms.map(({ modelId }) => modelId))];
  await db.model.updateMany({ where: { id: { in: modelIds } }, data: { classNames: CLASSES } });
  const answerOf = (i: number) => (i % 10 === 4 ? i + 1 : i) % 3;
  for (const [i, imageId] of run.imageIds.entries()) {
    const logits = Float32Array.of(0, 0, 0, 2, 1);
    logits[answerOf(i)] = 4;
    const answer = { logits: writeFloat32(logits), predictedIndex: answerOf(i) };
    await db.prediction.updateMany({ where: { imageId, modelId: { in: modelIds } }, data: answer });
  }
  const armIds: string[] = [];
  for (const [at, { label, explainerId, tells }] of ARMS.entries()) {
    const { modelId } = run.arms.find((arm) => arm.explainerId === explainerId)!;
    const id = newId();
    armIds.push(id);
    const position = run.arms.length + at;
    const arm = { id, runId, position, label, explainerId, modelId, options: {}, targetRule: "every" };
    await db.runArm.create({ data: arm });
    await db.saliencyMap.createMany({
      data: run.imageIds.flatMap((imageId, i) =>
        CLASSES.map((_, target) => ({
          id: newId(),
          armId: id,
          imageId,
          target,
          height: CELLS,
          width: CELLS,
          data: writeFloat32(target === answerOf(i) ? middle(tells, random) : middle(0, random)),
          engine: "test",
          elapsedMs: 1,
        })),
      ),
    });
  }
  return armIds;
}

/** Noise, with a disc in the middle of the picture that stands out as much as `peak` says. */
function middle(peak: number, random: { uniform(): number }): Float32Array {
  return Float32Array.from({ length: CELLS * CELLS }, (_, at) => {
    const distance = Math.hypot((at % CELLS) - 4, Math.floor(at / CELLS) - 4);
    return (1 - peak) * random.uniform() + (distance < 3 ? peak : 0);
  });
}
