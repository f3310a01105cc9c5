import type { Statement } from "./template.ts";

/** What is compared of one arm of one study. */
export interface ComparedArm {
  readonly label: string;
  readonly explainerId: string;
  readonly statement: Statement;
  readonly score: { readonly value: number } | { readonly undefined: string };
}

export interface MethodRow<Arm extends ComparedArm> {
  readonly label: string;
  readonly explainerId: string;
  /** One for each study, in their order; undefined where the study did not ask about the method. */
  readonly cells: readonly (Arm | undefined)[];
}

/**
 * Methods by studies, of the maps of one statement: arms are the same method where their labels are. The methods that
 * most studies asked about come first, then by the mean of their values, which says nothing by itself: other people
 * rated other pictures in each study.
 */
export function tabulateStudies<Arm extends ComparedArm>(
  studies: readonly { readonly arms: readonly Arm[] }[],
  statement: Statement,
): MethodRow<Arm>[] {
  const arms = studies.map((study) => study.arms.filter((arm) => arm.statement === statement));
  const labels = [...new Set(arms.flatMap((own) => own.map((arm) => arm.label)))];
  const rows = labels.map((label) => {
    const cells = arms.map((own) => own.find((arm) => arm.label === label));
    return { label, explainerId: cells.find((cell) => cell)!.explainerId, cells };
  });
  const asked = (row: MethodRow<Arm>) => row.cells.filter((cell) => cell).length;
  return rows.sort((a, b) => asked(b) - asked(a) || meanOf(b) - meanOf(a) || a.label.localeCompare(b.label));
}

function meanOf({ cells }: MethodRow<ComparedArm>): number {
  const values = cells.flatMap((cell) => (cell && "value" in cell.score ? [cell.score.value] : []));
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : -Infinity;
}

/**
 * For each study the label of the method whose value is highest among those that `isCandidate`; null where none has a
 * value or two share the highest.
 */
export function leadersOf<Arm extends ComparedArm>(
  rows: readonly MethodRow<Arm>[],
  isCandidate: (arm: Arm) => boolean,
): (string | null)[] {
  return (rows[0]?.cells ?? []).map((_, study) => {
    const known = rows.flatMap(({ label, cells }) => {
      const arm = cells[study];
      return arm && isCandidate(arm) && "value" in arm.score ? [{ label, value: arm.score.value }] : [];
    });
    const highest = Math.max(...known.map(({ value }) => value));
    const leading = known.filter(({ value }) => value === highest);
    return leading.length === 1 ? leading[0].label : null;
  });
}
