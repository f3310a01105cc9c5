import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import type { StudyReport } from "#lib/study/report.ts";
import { alphaName } from "#lib/study/results/alpha-name.ts";
import { readAgreement } from "#lib/study/results/read-agreement.ts";

export function Agreement({ report }: { report: StudyReport }) {
  const { agreement } = report;
  if ("undefined" in agreement) {
    return (
      <p className="max-w-prose text-muted">
        {alphaName(report)} is undefined: {undefinedWords(agreement.undefined)}.
      </p>
    );
  }
  const { value, low, high, n } = agreement;
  return (
    <p className="max-w-prose">
      {alphaName(report)} is <strong>{formatNumber(value, 2)}</strong> {formatInterval(low, high, 2)}, over{" "}
      {n} pictures with at least two answers. <span className="text-muted">{readAgreement(value)}</span>
    </p>
  );
}
