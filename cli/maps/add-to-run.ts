import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { type AddedMaps, addMaps } from "#lib/services/imported-maps/add-maps.ts";
import type { MapsReport } from "#lib/services/imported-maps/maps-report.ts";
import { withCliContext } from "../open-cli-context.ts";
import { openMaps } from "./open-maps.ts";

export interface AddCommand {
  run: string;
  maps: string;
  name?: string;
  model?: string;
  target: string;
  explains: string;
  dryRun?: boolean;
  json?: boolean;
  workspace?: string;
}

/** Runs the command to its end and says what was taken and what was refused. */
export async function addToRun({
  run,
  maps,
  name,
  model,
  workspace,
  json,
  ...said
}: AddCommand): Promise<void> {
  const source = await openMaps(maps);
  const added = await withCliContext(workspace, async (ctx) => {
    const modelId = model === undefined ? null : await modelNamed(ctx, model);
    return addMaps(ctx, { runId: run, label: name, modelId, ...said }, source);
  });
  console.log(json ? JSON.stringify(added, null, 1) : summary(added));
}

async function modelNamed({ db, workspaceId }: Ctx, name: string): Promise<string> {
  const model = await db.model.findFirst({ where: { workspaceId, OR: [{ name }, { id: name }] } });
  if (model) return model.id;
  const names = (await db.model.findMany({ where: { workspaceId }, select: { name: true } })).map(
    (one) => one.name,
  );
  throw new AppError("not_found", `There is no model "${name}". There are: ${names.join(", ") || "none"}.`);
}

const figure = (value: number) => String(Number(value.toPrecision(4)));

function summary({ dryRun, methods }: AddedMaps): string {
  const lines = methods.flatMap((method) => [
    `${method.label}: ${method.fitting} ${dryRun ? "fit" : "added"}, ${method.refusedCount} refused, ${method.missing} images without one`,
    ...factsOf(method),
    ...method.refused.map(({ file, reason }) => `  refused ${file}: ${reason}`),
    ...(method.refusedCount > method.refused.length ? ["  ..."] : []),
  ]);
  const end = dryRun ? "Nothing was stored." : "A worker scores them now.";
  return [...lines, end].join("\n");
}

function factsOf({ shapes, range, signedCount, constantCount, explains }: MapsReport): string[] {
  if (!range) return [];
  const sizes = shapes.map(({ height, width, count }) => `${height} × ${width} (${count})`).join(", ");
  return [
    `  evidence ${explains} the class; cells ${sizes}; values ${figure(range.low)} to ${figure(range.high)}` +
      `${signedCount > 0 ? `; ${signedCount} with values below 0` : ""}${constantCount > 0 ? `; ${constantCount} the same everywhere` : ""}`,
  ];
}
