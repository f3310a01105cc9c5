import type { StudyReport } from "#lib/study/report.ts";

/** Fewer raters than this leave cluster intervals too narrow to trust. */
const FEW_RATERS = 10;

/** What these data do not support, from the data themselves. */
function listCaveats(report: StudyReport): string[] {
  const { simulated, raters, arms, agreement } = report;
  const thin = arms.filter((arm) => arm.raters < 2).map((arm) => arm.label);
  return [
    simulated ? "Anything about people: every answer here is simulated." : null,
    raters.answering < FEW_RATERS
      ? `How wide the intervals really are: with ${raters.answering} raters, resampling raters gives intervals that are too narrow.`
      : null,
    thin.length > 0 ? `Anything about ${thin.join(", ")}: fewer than two raters have rated it.` : null,
    "undefined" in agreement ? "Whether raters agree: no picture has ratings to pair." : null,
    "undefined" in agreement || agreement.value >= 0.667
      ? null
      : "Which single map is better than which: raters agree too little for that.",
    "Whether a method is faithful to the model: a plausible map can be wrong about the model, and a faithful one implausible.",
    "Other data sets, models and people than these.",
  ].filter((caveat) => caveat !== null);
}

export function Caveats({ report }: { report: StudyReport }) {
  return (
    <ul className="grid max-w-prose list-disc gap-1 pl-5">
      {listCaveats(report).map((caveat) => (
        <li key={caveat}>{caveat}</li>
      ))}
    </ul>
  );
}
