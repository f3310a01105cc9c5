import type { Tx } from "#lib/db/client.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { IMPORTED } from "#lib/explain/imported.ts";
import { chooseTraining, defaultTraining } from "#lib/study/training.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { ChosenArm } from "./choose-arms.ts";
import { readLikelyClasses } from "./read-likely-classes.ts";
import { judgeAnswers, type NamedAnswer, readNamedAnswers } from "./read-named-answers.ts";
import { listClasses } from "./show-training.ts";

/** Images set aside for practice unless the study says otherwise. */
const PRACTICE = 3;

export interface ItemWish {
  /** Images set aside for instruction and practice; as many as the template needs unless given. */
  readonly practice?: number;
  /** Whether people learn from these images what the computer answers. */
  readonly training: boolean;
  readonly seed: number;
  /** Whether all arms must give an image the same answer, because a trial shows several of them. */
  readonly oneAnswer: boolean;
  /** Of how many classes a trial shows maps; null where it shows those of the arms' own answers. */
  readonly classCount: number | null;
  /** Whether as many images are to be rated that the computer gets right as it gets wrong. */
  readonly balanceCorrect: boolean;
}

/** An image of a study. */
export interface ChosenItem {
  readonly imageId: string;
  /** Those whose maps a trial shows, the computer's answer first; none where it shows one map of an arm. */
  readonly classes: readonly string[];
}

/**
 * Splits the run's images into those for instruction and practice and those to be rated. Practice tells a rater
 * whether the highlight is on the object, so it takes images whose object is known; fewer when there are fewer. Training takes
 * images of each answer instead. Images that an
 * imported arm among the `arms` has no map of are left out, and where the wish asks for it, images that arms answer
 * differently and what is more of the right answers than of the wrong ones or the other way round.
 * @returns with the classes to choose from, where there is training
 * @throws AppError `invalid` when nothing is left to rate, `conflict` where the answers are not known yet
 */
export async function chooseItems(
  tx: Tx,
  run: Run,
  arms: readonly ChosenArm[],
  wish: ItemWish,
): Promise<{ practice: ChosenItem[]; rated: ChosenItem[]; classes: string[] | undefined }> {
  const explained = await explainedByAll(tx, run, arms);
  const { answers, likely } = await readAnswers(tx, run, arms, explained, wish);
  const imageIds = wish.oneAnswer ? explained.filter((id) => isOneAnswer(answers?.get(id))) : explained;
  if (imageIds.length === 0)
    throw new AppError(
      "invalid",
      "The arms answer every image of the run differently, and a trial shows one answer for all its maps: choose arms of one model, or a run that explains the true class.",
    );
  const frozen = await tx.versionImage.findMany({
    where: { versionId: run.versionId, imageId: { in: imageIds } },
    select: { imageId: true, regions: true },
  });
  const located = new Set(
    frozen
      .filter(({ regions }) => Array.isArray(regions) && regions.length > 0)
      .map(({ imageId }) => imageId),
  );
  const random = createRandom(wish.seed);
  const shuffled = random.fork("practice").shuffle(imageIds);
  const practice = wish.training
    ? chooseTraining(
        shuffled,
        (id) => answers!.get(id)![0].className,
        wish.practice ?? defaultTraining(imageIds.length),
        random.fork("training"),
      )
    : shuffled.filter((id) => located.has(id)).slice(0, wish.practice ?? PRACTICE);
  const left = imageIds.filter((id) => !practice.includes(id));
  const rated = wish.balanceCorrect ? balance(left, answers!, random.fork("correct")) : left;
  if (rated.length === 0)
    throw new AppError(
      "invalid",
      `This study is empty: the run explains ${imageIds.length} images and ${practice.length} of them are for practice. Choose a run with more images.`,
    );
  const withClasses = (imageId: string) => ({ imageId, classes: likely?.get(imageId) ?? [] });
  return {
    practice: practice.map(withClasses),
    rated: rated.map(withClasses),
    classes: wish.training ? listClasses(answers!, [...practice, ...rated]) : undefined,
  };
}

interface ReadAnswers {
  /** By image; what is missing has no answer that all arms give. Null where nothing depends on them. */
  readonly answers: ReadonlyMap<string, readonly NamedAnswer[]> | null;
  /** Of each image with such an answer, where each arm has maps of several classes. */
  readonly likely: ReadonlyMap<string, readonly string[]> | null;
}

/** What the arms answer: the class that their one map names, or where each has maps of several classes, what their models answer. */
async function readAnswers(
  tx: Tx,
  run: Run,
  arms: readonly ChosenArm[],
  imageIds: readonly string[],
  { oneAnswer, balanceCorrect, classCount }: ItemWish,
): Promise<ReadAnswers> {
  if (classCount !== null) {
    const likely = await readLikelyClasses(tx, run, arms, imageIds, classCount);
    const answers = new Map([...likely].map(([id, [answer]]) => [id, answer]));
    return { answers: await judgeAnswers(tx, run, answers), likely };
  }
  const answers = oneAnswer || balanceCorrect ? await readNamedAnswers(tx, run, arms, imageIds) : null;
  return { answers, likely: null };
}

const isOneAnswer = (answers: readonly NamedAnswer[] = []): boolean =>
  new Set(answers.map(({ className }) => className)).size === 1;

/** As many images that every arm gets right as images that every arm gets wrong, in the order they had. */
function balance(
  imageIds: readonly string[],
  answers: ReadonlyMap<string, readonly NamedAnswer[]>,
  random: { shuffle: <T>(list: readonly T[]) => T[] },
): string[] {
  const where = (wanted: boolean) =>
    imageIds.filter((id) => answers.get(id)!.every(({ correct }) => correct === wanted));
  const [right, wrong] = [where(true), where(false)];
  const each = Math.min(right.length, wrong.length);
  if (each === 0)
    throw new AppError(
      "invalid",
      `The arms answer ${right.length} images rightly and ${wrong.length} wrongly: there is nothing to balance. Choose a run that explains the predicted class, on images that the models get wrong as well.`,
    );
  const kept = new Set([...random.shuffle(right).slice(0, each), ...random.shuffle(wrong).slice(0, each)]);
  return imageIds.filter((id) => kept.has(id));
}

/** The run's images, in its order, without those that an imported arm has no map of. */
async function explainedByAll(tx: Tx, run: Run, arms: readonly ChosenArm[]) {
  let imageIds = run.imageIds;
  for (const { id: armId } of arms.filter(({ explainerId }) => explainerId === IMPORTED)) {
    const maps = await tx.saliencyMap.findMany({ where: { armId }, select: { imageId: true } });
    const has = new Set(maps.map(({ imageId }) => imageId));
    imageIds = imageIds.filter((id) => has.has(id));
  }
  return imageIds;
}
