import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import type { ImageFilter } from "./image-filter.ts";

/** What of the chosen models a filter needs: names of classes are what models and data sets have in common. */
export interface FilterModels {
  /** Place in the model's answer of each class of the data set that it knows, by the class's id. */
  truth: Record<string, number>;
  /** For each place in the answer of the first and of the second model, a number that stands for the name. */
  names: { first: number[]; second: number[] } | null;
}

/**
 * Reads what the filter's models know; null when it names none.
 * @throws AppError `not_found` for a model of another workspace
 */
export async function readFilterModels(
  ctx: Ctx,
  datasetId: string,
  { model, other }: ImageFilter,
): Promise<FilterModels | null> {
  if (!model) return null;
  const wanted = other ? [model, other] : [model];
  const [models, classes] = await Promise.all([
    ctx.db.model.findMany({
      where: { id: { in: wanted }, workspaceId: ctx.workspaceId },
      select: { id: true, classNames: true },
    }),
    ctx.db.datasetClass.findMany({ where: { datasetId }, select: { id: true, name: true } }),
  ]);
  const [first, second] = wanted.map((id) => {
    const found = models.find((row) => row.id === id);
    if (!found) throw new AppError("not_found", "There is no such model in this workspace.");
    return found.classNames;
  });
  const known = classes.map(({ id, name }) => [id, first.indexOf(name)] as const);
  return {
    truth: Object.fromEntries(known.filter(([, index]) => index >= 0)),
    names: second ? numberNames(first, second) : null,
  };
}

function numberNames(first: readonly string[], second: readonly string[]) {
  const numbers = new Map<string, number>();
  const numberOf = (name: string) => {
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name) as number;
  };
  return { first: first.map(numberOf), second: second.map(numberOf) };
}
