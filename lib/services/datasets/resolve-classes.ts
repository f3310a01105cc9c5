import type { Tx } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import type { DescribedReading, DescribedRecord, Problem } from "#lib/formats/dataset/dataset-record.ts";

/** Every class name a record uses. */
export function classesOf({ className, regions }: DescribedRecord): string[] {
  const names = regions.flatMap((region) => region.class ?? []);
  return className === null ? names : [className, ...names];
}

/**
 * Which classes an import may use: those the data set has, and for a new data set (or when new ones are welcome) those
 * that the source declares, in its order, and those its records use besides, in the order they appear.
 */
export function allowedClasses(
  known: readonly string[],
  { records, classes = [] }: Pick<DescribedReading, "records" | "classes">,
  takeNew: boolean,
): string[] {
  if (!takeNew) return [...known];
  const names = new Set(known);
  for (const { name } of classes) names.add(name);
  for (const record of records) for (const name of classesOf(record)) names.add(name);
  return [...names];
}

/** The refusal of a record that uses a class the data set does not have; null when all is well. */
export function unknownClass(record: DescribedRecord, allowed: ReadonlySet<string>): Problem | null {
  const name = classesOf(record).find((className) => !allowed.has(className));
  if (name === undefined) return null;
  const listed = [...allowed].slice(0, 12).join(", ") + (allowed.size > 12 ? ", ..." : "");
  return {
    file: record.file,
    line: record.line,
    reason: "unknown-class",
    message: `The data set has no class "${name}" (it has ${listed || "none"}): correct it, or import with new classes allowed.`,
  };
}

/** Makes sure the classes exist, new ones last; returns name -> id. */
export async function ensureClasses(
  tx: Tx,
  datasetId: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const known = await tx.datasetClass.findMany({ where: { datasetId } });
  const knownNames = new Set(known.map(({ name }) => name));
  const next = known.reduce((highest, { index }) => Math.max(highest, index + 1), 0);
  const created = await tx.datasetClass.createManyAndReturn({
    data: names
      .filter((name) => !knownNames.has(name))
      .map((name, offset) => ({ id: newId(), datasetId, index: next + offset, name })),
  });
  return new Map([...known, ...created].map(({ id, name }) => [name, id]));
}
