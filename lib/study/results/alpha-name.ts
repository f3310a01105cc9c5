import type { StudyReport } from "../report.ts";
import { requireTemplate } from "../templates/registry.ts";

/** Krippendorff's alpha, called by the kind of differences it counts, as a sentence begins. */
export function alphaName({ templateId, templateVersion }: StudyReport): string {
  const level = requireTemplate(templateId, templateVersion).agreement;
  return level
    ? `${level.charAt(0).toUpperCase()}${level.slice(1)} Krippendorff’s alpha`
    : "Krippendorff’s alpha";
}
