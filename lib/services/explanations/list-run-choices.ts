import { requireCan } from "#lib/auth/can.ts";
import type { ModelKind } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import type { Explainer, ExplainerGroup } from "#lib/explain/define-explainer.ts";
import { describeOptions } from "#lib/explain/describe-options.ts";
import type { OptionField } from "#lib/explain/option-field.ts";
import { explainers } from "#lib/explain/registry.ts";
import { type ModelFacts, refuseModel } from "#lib/explain/run-explainer.ts";
import { lacksByConfig } from "#lib/scouter/classifier-config.ts";
import type { Ctx } from "../context.ts";
import { MODEL_KINDS } from "./check-arms.ts";

export interface MethodChoice {
  id: string;
  name: string;
  group: ExplainerGroup;
  explains: "for" | "against" | "either";
  formula: string;
  options: OptionField[];
  /** Whether it draws at random, so that a seed of its own means something. */
  isRandom: boolean;
  /** Models it can explain. */
  models: { id: string; name: string }[];
  /** Models it cannot explain because of what they lack; where it can explain none, all of them. */
  refused: { id: string; name: string; reason: string }[];
}

export interface RunChoices {
  versions: { id: string; label: string; heldOutCount: number }[];
  methods: MethodChoice[];
  /** Models that could judge all maps of a run on the classes they know, newest first. */
  judges: { id: string; name: string }[];
  /** Classes of each model, in order, as a place in `classLists`: many models know the same. */
  classListOf: Record<string, number>;
  classLists: string[][];
}

/** What a new run can be made of: frozen versions, and methods with the models each can explain. */
export async function listRunChoices(ctx: Ctx): Promise<RunChoices> {
  requireCan(ctx, "run:start");
  const [versions, rows] = await Promise.all([
    listVersions(ctx),
    ctx.db.model.findMany({
      where: { workspaceId: ctx.workspaceId },
      orderBy: { id: "desc" },
      select: { id: true, name: true, kind: true, config: true, classNames: true },
    }),
  ]);
  const models = rows.map(({ id, name, kind, config }) => ({
    id,
    name,
    kind,
    facts: { kind: MODEL_KINDS[kind], lacks: lacksByConfig(config) },
  }));
  const methods = [...explainers.values()].map((explainer) => choiceOf(explainer, models));
  return {
    versions,
    methods: methods.filter(({ models, refused }) => models.length + refused.length > 0),
    judges: models.map(({ id, name }) => ({ id, name })),
    ...shareClassLists(rows),
  };
}

function shareClassLists(models: readonly { id: string; classNames: string[] }[]) {
  const places = new Map<string, number>();
  const classLists: string[][] = [];
  const classListOf = models.map(({ id, classNames }) => {
    const key = JSON.stringify(classNames);
    const place = places.get(key) ?? classLists.push(classNames) - 1;
    places.set(key, place);
    return [id, place] as const;
  });
  return { classListOf: Object.fromEntries(classListOf), classLists };
}

interface KnownModel {
  id: string;
  name: string;
  kind: ModelKind;
  facts: ModelFacts;
}

function choiceOf(explainer: Explainer, models: readonly KnownModel[]): MethodChoice {
  const usable: KnownModel[] = [];
  const refused: (MethodChoice["refused"][number] & { isLack: boolean })[] = [];
  for (const model of models) {
    const reason = reasonAgainst(explainer, model.facts);
    if (reason === null) usable.push(model);
    else {
      const { id, name } = model;
      // That a plain model has no slots goes without saying where there are models that have.
      refused.push({
        id,
        name,
        reason,
        isLack: reasonAgainst(explainer, { ...model.facts, lacks: {} }) === null,
      });
    }
  }
  const { id, name, group, explains, formula } = explainer;
  return {
    id,
    name,
    group,
    explains,
    formula,
    options: describeOptions(explainer.options),
    isRandom: explainer.random === true,
    models: baselineFirst(usable).map((model) => ({ id: model.id, name: model.name })),
    refused: refused
      .filter(({ isLack }) => isLack || usable.length === 0)
      .map(({ isLack: _, ...refusal }) => refusal),
  };
}

function reasonAgainst(explainer: Explainer, facts: ModelFacts): string | null {
  try {
    refuseModel(explainer, facts);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

/** Methods that explain any classifier are mostly asked about the plain one. */
function baselineFirst<Row extends { kind: ModelKind }>(models: readonly Row[]): Row[] {
  return [...models].sort((a, b) => Number(b.kind === "fc") - Number(a.kind === "fc"));
}

/** Frozen versions of the workspace, newest first. */
export async function listVersions(ctx: Ctx): Promise<RunChoices["versions"]> {
  const versions = await ctx.db.$queryRaw<{ id: string; name: string; number: number; heldOut: number }[]>`
    SELECT v."id", d."name", v."number",
           (SELECT count(*)::int FROM "VersionImage" i WHERE i."versionId" = v."id" AND i."split" <> 'train') AS "heldOut"
    FROM "DatasetVersion" v JOIN "Dataset" d ON d."id" = v."datasetId"
    WHERE d."workspaceId" = ${ctx.workspaceId}
    ORDER BY v."frozenAt" DESC LIMIT 50`;
  return versions.map(({ id, name, number, heldOut }) => ({
    id,
    label: `${name} v${number}`,
    heldOutCount: heldOut,
  }));
}
