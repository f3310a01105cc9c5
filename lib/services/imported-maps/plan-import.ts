import { AppError } from "#lib/errors.ts";
import { explainers } from "#lib/explain/registry.ts";
import { type ListedMethod, readMapSet } from "#lib/formats/maps/read-map-set.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import type { Ctx } from "../context.ts";
import type { MapPlace } from "./examine-maps.ts";
import { indexImages } from "./image-index.ts";

/** What a person says of maps made elsewhere. */
export interface ImportWish {
  runId: string;
  /** What to call the arm; needed where the maps do not say. */
  label?: string;
  /** The model they explain; null = none here, so that faithfulness is for judges alone to say. */
  modelId: string | null;
  /** The class of a map that names none. */
  target: "true" | "predicted";
  /** What high values mean, where the maps do not say. */
  explains: "for" | "against" | "either";
}

/** One arm to be: its maps, and what they are of. */
export interface PlannedArm {
  label: string;
  explains: ImportWish["explains"];
  method: ListedMethod;
}

export interface ImportPlan {
  runId: string;
  imageCount: number;
  /** The model that is explained, or else the one whose classes and input size they are read by. */
  modelId: string;
  place: MapPlace;
  arms: PlannedArm[];
}

/** @throws AppError `not_found`, `invalid` for a set, a model or a name that will not do */
export async function planImport(ctx: Ctx, wish: ImportWish, source: FileSource): Promise<ImportPlan> {
  const run = await ctx.db.run.findFirst({
    where: { id: wish.runId, workspaceId: ctx.workspaceId },
    include: { arms: { orderBy: { position: "asc" }, include: { model: true } } },
  });
  const first = run?.arms[0]?.model;
  if (!run || !first) throw new AppError("not_found", "There is no such run in this workspace.");
  const model = wish.modelId === null ? first : await requireModel(ctx, wish.modelId, first.classNames);
  const arms = nameArms(
    await readMapSet(source),
    wish,
    run.arms.map(({ label }) => label),
  );
  return {
    runId: run.id,
    imageCount: run.imageIds.length,
    modelId: model.id,
    arms,
    place: {
      source,
      classNames: model.classNames,
      findImage: indexImages(
        await ctx.db.image.findMany({
          where: { id: { in: run.imageIds } },
          select: { id: true, fileName: true, sha256: true },
        }),
      ),
      targetOf: await findTargets(ctx, wish, run, model.classNames),
    },
  };
}

async function requireModel(ctx: Ctx, id: string, classNames: readonly string[]) {
  const model = await ctx.db.model.findFirst({ where: { id, workspaceId: ctx.workspaceId } });
  if (!model) throw new AppError("not_found", "There is no such model in this workspace.");
  if (model.classNames.join("\n") === classNames.join("\n")) return model;
  throw new AppError("invalid", `"${model.name}" does not know the same classes as the models of the run.`);
}

function nameArms(
  methods: readonly ListedMethod[],
  wish: ImportWish,
  taken: readonly string[],
): PlannedArm[] {
  const known = new Set(taken);
  return methods.map((method) => {
    const own = method.label ?? method.method;
    const given =
      wish.label && methods.length > 1 ? [wish.label, own].filter(Boolean).join(" · ") : wish.label;
    const label = (given ?? own)?.slice(0, 80);
    if (!label) throw new AppError("invalid", "Say what the method is called that made these maps.");
    if (known.has(label)) {
      throw new AppError(
        "invalid",
        `The run has an arm called "${label}" already: give these maps another name.`,
      );
    }
    known.add(label);
    const ofMethod = method.method === null ? undefined : explainers.get(method.method)?.explains;
    return { label, method, explains: method.explains ?? ofMethod ?? wish.explains };
  });
}

async function findTargets(
  ctx: Ctx,
  { target, modelId }: ImportWish,
  run: { versionId: string; imageIds: string[] },
  classNames: readonly string[],
): Promise<MapPlace["targetOf"]> {
  if (target === "predicted") {
    if (modelId === null) {
      throw new AppError(
        "invalid",
        "The predicted class is a model's answer: name the model that the maps explain.",
      );
    }
    const where = { modelId, imageId: { in: run.imageIds } };
    const answers = await ctx.db.prediction.findMany({
      where,
      select: { imageId: true, predictedIndex: true },
    });
    const byImage = new Map(answers.map(({ imageId, predictedIndex }) => [imageId, predictedIndex]));
    return (imageId) => byImage.get(imageId) ?? { reason: "the model has not answered its image yet" };
  }
  const frozen = await ctx.db.versionImage.findMany({
    where: { versionId: run.versionId, imageId: { in: run.imageIds } },
    select: { imageId: true, className: true },
  });
  const byImage = new Map(frozen.map(({ imageId, className }) => [imageId, className]));
  return (imageId) => {
    const name = byImage.get(imageId) ?? null;
    const index = classNames.indexOf(name ?? "");
    return index >= 0
      ? index
      : { reason: `its image's class, ${name ?? "none"}, is not one the model knows` };
  };
}
