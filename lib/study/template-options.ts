import type { StudyTemplate } from "./template.ts";

/** What a template leaves to whoever designs a study. */
export interface TemplateOptions {
  /** The fewest pictures a trial can show side by side; null where their number is fixed. */
  readonly leastPanels: number | null;
  /** Whether one arm is the reference that every trial shows. */
  readonly reference: boolean;
  /** Whether its scale may have another number of points. */
  readonly points: boolean;
  /** Whether an arm may show the picture without a map; "always" where there is one anyway. */
  readonly control: boolean | "always";
  /** Whether practice is what people learn from. */
  readonly training: boolean;
  /** Whether the order of a rater's trials may be balanced for what came before. */
  readonly order: boolean;
  /** Whether the names of the classes a trial shows may be told. */
  readonly classNames: boolean;
}

export function templateOptions({ shows, response, control }: StudyTemplate): TemplateOptions {
  const training = shows.kind === "after-training";
  const free = shows.kind === "arms" && response.kind !== "choice";
  return {
    leastPanels: free ? leastPanels(response.kind) : null,
    reference: shows.kind === "beside-reference",
    points: response.kind === "scale" && response.named === "ends",
    control: training ? "always" : control,
    training,
    order: shows.kind === "one-arm" || shows.kind === "classes",
    classNames: shows.kind === "classes",
  };
}

/** Two pictures can be compared; a best and a worst need a third between them. */
export const leastPanels = (kind: StudyTemplate["response"]["kind"]): number =>
  kind === "best-worst" ? 3 : 2;
