import { requireCan } from "#lib/auth/can.ts";
import type { ModelKind } from "#lib/db/generated/enums.ts";
import { explainers } from "#lib/explain/registry.ts";
import type { Ctx } from "../context.ts";

export interface MethodChoice {
  id: string;
  name: string;
  explains: "for" | "against" | "either";
  formula: string;
  /** Models it can explain. */
  models: { id: string; name: string }[];
}

export interface RunChoices {
  versions: { id: string; label: string; heldOutCount: number }[];
  methods: MethodChoice[];
}

/** What a new run can be made of: frozen versions, and methods with the models each can explain. */
export async function listRunChoices(ctx: Ctx): Promise<RunChoices> {
  requireCan(ctx, "run:start");
  const [versions, models] = await Promise.all([
    listVersions(ctx),
    ctx.db.model.findMany({
      where: { workspaceId: ctx.workspaceId },
      orderBy: { id: "desc" },
      select: { id: true, name: true, kind: true },
    }),
  ]);
  const methods = [...explainers.values()].map(({ id, name, explains, formula, needs }) => ({
    id,
    name,
    explains,
    formula,
    models: baselineFirst(
      models.filter((model) => explainable(model.kind, explains, needs.includes("attention"))),
    ),
  }));
  return { versions, methods: methods.filter((method) => method.models.length > 0) };
}

/** A method that reads slot attention explains the SCOUTER model of its own sign; any other method explains any model. */
function explainable(kind: ModelKind, explains: MethodChoice["explains"], needsAttention: boolean): boolean {
  if (!needsAttention) return true;
  if (explains === "either") return kind !== "fc";
  return kind === (explains === "for" ? "scouter_plus" : "scouter_minus");
}

/** Methods that explain any classifier are mostly asked about the plain one. */
function baselineFirst<Row extends { kind: ModelKind }>(models: readonly Row[]): Row[] {
  return [...models].sort((a, b) => Number(b.kind === "fc") - Number(a.kind === "fc"));
}

async function listVersions(ctx: Ctx): Promise<RunChoices["versions"]> {
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
