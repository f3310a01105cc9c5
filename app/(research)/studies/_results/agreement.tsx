import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import type { Estimate } from "#lib/study/report.ts";
import { readAgreement } from "#lib/study/results/read-agreement.ts";

export function Agreement({ agreement }: { agreement: Estimate }) {
  if ("undefined" in agreement) {
    return (
      <p className="max-w-prose text-muted">
        Krippendorff's alpha is undefined: {undefinedWords(agreement.undefined)}.
      </p>
    );
  }
  const { value, low, high, n } = agreement;
  return (
    <p className="max-w-prose">
      Krippendorff's alpha is <strong>{formatNumber(value, 2)}</strong> {formatInterval(low, high, 2)}, over{" "}
      {n} pictures with at least two answers. <span className="text-muted">{readAgreement(value)}</span>
    </p>
  );
}
