import type { StudyReport } from "#lib/study/report.ts";
import { listCaveats } from "#lib/study/results/list-caveats.ts";

export function Caveats({ report }: { report: StudyReport }) {
  return (
    <ul className="grid max-w-prose list-disc gap-1 pl-5">
      {listCaveats(report).map((caveat) => (
        <li key={caveat}>{caveat}</li>
      ))}
    </ul>
  );
}
