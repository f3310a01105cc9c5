import type { StudyDesign } from "./design.ts";
import type { Measure, ResponseSpec, StudyTemplate } from "./template.ts";

type Answered = Pick<StudyTemplate, "response" | "measure">;
type Points = Pick<StudyDesign, "points" | "classes">;

/** What a study's raters answer with: its template's response, a scale with as many points as the study was given. */
export function responseOf({ response }: Answered, { points }: Points): ResponseSpec {
  if (response.kind !== "scale" || response.named === "all" || points === null) return response;
  return { ...response, values: Array.from({ length: points }, (_, at) => at + 1) };
}

/** Among how many classes an answer chooses; 0 where it is no class. */
export function classCountOf({ shows }: Pick<StudyTemplate, "shows">, { classes }: Points): number {
  return shows.kind === "classes" ? shows.count : (classes?.length ?? 0);
}

/** What the scores of a study mean: of a scale with its ends named, the range is that of its points; of classes, chance is one among them. */
export function measureOf(template: Answered, design: Points): Measure {
  const response = responseOf(template, design);
  if (response.kind === "class" && design.classes)
    return { ...template.measure, chance: 1 / design.classes.length };
  if (response.kind !== "scale" || response.named === "all") return template.measure;
  const { values } = response;
  return { ...template.measure, low: values[0], high: values[values.length - 1] };
}

/** What an answer about one arm can be, in order; empty where answers are about several arms, or are no values of a short list. */
export function valuesOf(
  template: Pick<StudyTemplate, "shows"> & Answered,
  design: Points,
): readonly number[] {
  const response = responseOf(template, design);
  if (template.shows.kind !== "one-arm") return [];
  if (response.kind === "scale") return response.values;
  return response.kind === "choice" ? response.options.map((_, at) => at) : [];
}
