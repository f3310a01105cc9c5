import type { Tx } from "#lib/db/client.ts";
import type { Run, RunArm } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { type ComparableArm, defaultArms } from "#lib/study/resolve-comparison.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import { comparedAs } from "./compared-as.ts";

export type ChosenArm = RunArm & ComparableArm;

/**
 * The arms of a run that a study compares, in the run's order: those wanted, or all that the template can compare.
 * @throws AppError `invalid` for an arm of another run, or none
 */
export async function chooseArms(
  tx: Tx,
  run: Run,
  template: StudyTemplate,
  wanted: readonly string[] | undefined,
): Promise<ChosenArm[]> {
  const rows = await tx.runArm.findMany({ where: { runId: run.id }, orderBy: { position: "asc" } });
  const arms = rows.map((arm) => ({ ...arm, ...comparedAs(arm) }));
  if (!wanted) return defaultArms(template, arms);
  const chosen = arms.filter((arm) => wanted.includes(arm.id));
  if (chosen.length === 0)
    throw new AppError("invalid", "This study is empty: choose at least one arm of the run to be rated.");
  if (chosen.length < new Set(wanted).size)
    throw new AppError("invalid", `Some of the arms are not of the run "${run.name}": choose among its own.`);
  return chosen;
}
