"use client";

import { formatPercent } from "#components/figures/format-number.ts";
import { Notice } from "#components/ui/notice.tsx";
import { softmax } from "#lib/explain/softmax.ts";
import { listCautions } from "./cautions.ts";
import type { ModelChoice } from "./model-choices.ts";

interface VerdictProps {
  choice: ModelChoice;
  /** Of each model of the choice. */
  logits: readonly (readonly number[])[];
  /** The classes, the likeliest first. */
  order: readonly number[];
}

/** What the model takes the picture for, and what speaks against believing it. */
export function Verdict({ choice, logits, order }: VerdictProps) {
  const [first, other] = choice.models;
  const probabilities = softmax(logits[0]);
  const [best, second] = order;
  const cautions = listCautions(
    { model: first, logits: logits[0] },
    other ? { model: other, logits: logits[1] } : null,
  );
  return (
    <div>
      <p className="text-sm text-muted">
        {first.name} sees{" "}
        <a href="#model" className="link ml-2 inline-block min-h-6 lg:hidden">
          other models
        </a>
      </p>
      <p className="text-xl font-semibold tracking-tight wrap-anywhere">
        {first.classNames[best]}{" "}
        <span className="font-normal text-muted tabular-nums">
          {formatPercent(probabilities[best])}, then {first.classNames[second]}{" "}
          {formatPercent(probabilities[second])}
        </span>
      </p>
      {cautions.length > 0 ? (
        <div className="mt-2">
          <Notice tone="warn" title="Take this with care" live>
            <ul>
              {cautions.map((caution) => (
                <li key={caution}>{caution}</li>
              ))}
            </ul>
          </Notice>
        </div>
      ) : null}
      <p className="mt-1 text-sm text-muted">
        It knows {first.classNames.length} classes and always answers with one of them, whatever the picture
        shows.
      </p>
    </div>
  );
}
