import { DEFAULT_LEVEL, DEFAULT_REPLICATES } from "#lib/stats/bootstrap.ts";
import { analysedRaters } from "../report.ts";
import { intervalLevel } from "./methods-facts.ts";
import type { PackSubject } from "./pack-subject.ts";
import { SIMULATED } from "./simulated-mark.ts";
import { questionOf } from "./study-question.ts";

/** results.json: the report as it is stored, with what it rests on; `report.arms` are in the order of `arms`. */
export function resultsJson(subject: PackSubject): string {
  const { study, run, dataset, template, imageCount, arms, report, provenance } = subject;
  const results = {
    ...(report.simulated ? { warning: SIMULATED } : {}),
    study,
    run,
    dataset,
    template: {
      id: template.id,
      version: template.version,
      title: template.title,
      question: questionOf(subject),
      cites: template.cites,
    },
    imageCount,
    arms,
    /** How intervals of means and differences were made: docs/statistics.md. */
    intervals: {
      level: DEFAULT_LEVEL,
      clusters: "raters",
      replicates: DEFAULT_REPLICATES,
      percentileLevel: intervalLevel(analysedRaters(report)),
    },
    report,
    provenance,
  };
  return `${JSON.stringify(results, null, 2)}\n`;
}
