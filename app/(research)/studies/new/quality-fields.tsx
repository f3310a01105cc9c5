import type { ReactNode } from "react";
import { TextInput } from "#components/ui/field.tsx";
import {
  DEFAULT_EXCLUSIONS,
  type ExclusionRuleId,
  type ExclusionRules,
  titleOfRule,
} from "#lib/study/exclusions/exclusion-rules.ts";

interface QualityFieldsProps {
  errors: Record<string, string>;
  /** Of the study whose new version this is. */
  before?: ExclusionRules;
}

/** Which raters will be left out of the primary analysis: declared before anybody answers, all on unless taken off. */
export function QualityFields({ errors, before }: QualityFieldsProps) {
  const {
    "too-fast": fast,
    "straight-lining": same,
    incomplete,
    "failed-attention": failed,
    inconsistent,
  } = { ...DEFAULT_EXCLUSIONS, ...before };
  const declared = (id: ExclusionRuleId) => !before || before[id] !== undefined;
  const wrong = Object.entries(errors).filter(([name]) => name.startsWith("exclusions."));
  const isWrong = (name: string) => name in errors;
  return (
    <details open={wrong.length > 0 || undefined} className="rounded-lg border border-line bg-surface px-4">
      <summary className="min-h-9 py-2 text-sm font-medium max-sm:min-h-11 max-sm:py-3">
        Quality: who is left out of the analysis
      </summary>
      <p className="mb-1 max-w-prose text-sm text-muted">
        Declared now, before anybody answers, and not to be changed. Nobody’s answers are deleted: results
        show both, with and without these raters.
      </p>
      <ul className="mb-3 divide-y divide-line">
        <Rule id="too-fast" checked={declared("too-fast")}>
          more than{" "}
          <Amount name="too-fast.share" share={fast.share} label="Share of fast answers" isWrong={isWrong} />{" "}
          of answers in under{" "}
          <Amount name="too-fast.belowMs" value={fast.belowMs} label="Fastest time" isWrong={isWrong} />
        </Rule>
        <Rule id="straight-lining" checked={declared("straight-lining")}>
          <Amount name="straight-lining.run" share={same.run} label="Share in a row" isWrong={isWrong} /> in a
          row, or{" "}
          <Amount
            name="straight-lining.sameValue"
            share={same.sameValue}
            label="Share of one value"
            isWrong={isWrong}
          />{" "}
          in all, of ten answers or more
        </Rule>
        <Rule id="incomplete" checked={declared("incomplete")}>
          fewer than{" "}
          <Amount name="incomplete.share" share={incomplete.share} label="Share rated" isWrong={isWrong} /> of
          their pictures rated
        </Rule>
        <Rule id="failed-attention" checked={declared("failed-attention")}>
          <Amount
            name="failed-attention.failures"
            value={failed.failures}
            unit=""
            label="Failures"
            isWrong={isWrong}
          />{" "}
          attention checks failed or more, where the study has any
        </Rule>
        <Rule id="inconsistent" checked={declared("inconsistent")}>
          another answer to more than{" "}
          <Amount
            name="inconsistent.share"
            share={inconsistent.share}
            label="Share otherwise"
            isWrong={isWrong}
          />{" "}
          of trials shown twice, where the study has any
        </Rule>
      </ul>
      {wrong.map(([name, words]) => (
        <p key={name} id={`${name}-error`} className="mb-3 text-sm text-danger">
          {words}
        </p>
      ))}
    </details>
  );
}

function Rule({ id, checked, children }: { id: ExclusionRuleId; checked: boolean; children: ReactNode }) {
  return (
    <li className="grid gap-x-4 gap-y-1 py-2 text-sm sm:grid-cols-[132px_minmax(0,1fr)]">
      <label className="flex min-h-8 items-center gap-2 font-medium max-sm:min-h-11">
        <input
          type="checkbox"
          name="exclusion"
          value={id}
          defaultChecked={checked}
          className="size-4 accent-accent"
        />
        {titleOfRule(id)}
      </label>
      <p className="leading-10 max-sm:leading-[52px]">{children}</p>
    </li>
  );
}

const UNITS = { ms: "milliseconds", "%": "percent", "": "number" } as const;

interface AmountProps {
  /** Below `exclusions.` */
  name: string;
  label: string;
  /** In percent on the form. */
  share?: number;
  /** In `unit`. */
  value?: number;
  /** Of `value`: milliseconds unless it is a bare number. */
  unit?: "ms" | "";
  isWrong: (name: string) => boolean;
}

/** A number in the middle of a sentence, with its unit. */
function Amount({ name, label, share, value, unit: given = "ms", isWrong }: AmountProps) {
  const field = `exclusions.${name}`;
  const unit = share === undefined ? given : "%";
  return (
    <span className="whitespace-nowrap">
      <TextInput
        id={field}
        name={field}
        type="number"
        min={1}
        step="any"
        defaultValue={share === undefined ? value : share * 100}
        aria-label={`${label}, ${UNITS[unit]}`}
        invalid={isWrong(field)}
        className="inline-block w-20! px-2! text-right tabular-nums"
      />{" "}
      {unit}
    </span>
  );
}
