import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import type { Estimate } from "#lib/study/report.ts";

/** Krippendorff (2004): conclusions from 0.8, tentative ones from 0.667. */
const FIRM = 0.8;
const TENTATIVE = 0.667;

function reading(value: number): string {
  if (value >= FIRM) return "Raters agree well enough for firm conclusions about single pictures.";
  if (value >= TENTATIVE) return "Raters agree well enough for tentative conclusions about single pictures.";
  return "Raters differ too much for conclusions about single pictures; means over many raters can still be compared.";
}

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
      {n} pictures with at least two answers. <span className="text-muted">{reading(value)}</span>
    </p>
  );
}
