import type { StudyTemplate } from "#lib/study/template.ts";
import { TEMPLATES } from "#lib/study/templates/registry.ts";

/** What a study finds out: never one for another. */
const GROUPS = [
  { id: "plausibility", title: "What convinces people" },
  { id: "performance", title: "What people can do with it" },
  { id: "regions", title: "Where people look for the reason" },
] as const;

type GroupId = (typeof GROUPS)[number]["id"];

/** Marks on the picture alone are compared with maps afterwards: nobody sees a map. */
function groupOf({ measure, response }: StudyTemplate): GroupId {
  return response.kind === "point" || response.kind === "strokes" ? "regions" : measure.about;
}

export interface TemplateGroup {
  readonly title: string;
  readonly templates: readonly StudyTemplate[];
}

/** The templates of this installation by what they find out. */
export const TEMPLATE_GROUPS: readonly TemplateGroup[] = GROUPS.map(({ id, title }) => ({
  title,
  templates: TEMPLATES.filter((template) => groupOf(template) === id),
})).filter(({ templates }) => templates.length > 0);

/** How many pictures one trial shows where there are arms enough and nothing else is asked for. */
export function panelsOf({ shows }: StudyTemplate): number {
  if (shows.kind === "arms" || shows.kind === "classes") return shows.count;
  return shows.kind === "beside-reference" ? 2 : 1;
}

/** The same in words. */
export function picturesOf(template: StudyTemplate): string {
  const panels = panelsOf(template);
  if (template.shows.kind === "after-training")
    return "one picture, with a map in training and without one in the test";
  if (panels === 1) return template.shows.kind === "plain" ? "one picture without a map" : "one picture";
  if (template.shows.kind === "classes") return `the same picture with the maps of ${panels} classes`;
  return panels === 2 ? "two pictures" : `up to ${panels} pictures`;
}
