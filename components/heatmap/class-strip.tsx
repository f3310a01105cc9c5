"use client";

import { formatNumber } from "#components/figures/format-number.ts";
import { classNames as join } from "#components/ui/class-names.ts";
import type { PairSideView } from "./pair-model.ts";

interface ClassStripProps {
  /** Class indices in the order to show. */
  order: readonly number[];
  names: readonly string[];
  truth: string | null;
  plus: PairSideView | null;
  minus: PairSideView | null;
  why: number;
  whyNot: number;
  onWhy: (index: number) => void;
  onWhyNot: (index: number) => void;
}

/** Every class with its two logits, one a model, on either side of a line; each can be asked about. */
export function ClassStrip({
  order,
  names,
  truth,
  plus,
  minus,
  why,
  whyNot,
  onWhy,
  onWhyNot,
}: ClassStripProps) {
  const scale = Math.max(1e-9, ...(plus?.logits ?? []).map(Math.abs), ...(minus?.logits ?? []).map(Math.abs));
  return (
    <div className="min-w-0">
      <div className="grid grid-cols-[minmax(0,1fr)_62px_80px_62px] items-end gap-x-2 pb-1 text-xs text-muted">
        <span className="text-sm font-semibold text-ink">Classes</span>
        <span className="text-right text-against-text">why not</span>
        <span className="text-center">S− | S+ logit</span>
        <span className="text-for-text">why</span>
      </div>
      <ul className="tabular-nums">
        {order.map((index) => (
          <li
            key={index}
            className="grid min-h-8 grid-cols-[minmax(0,1fr)_62px_80px_62px] items-center gap-x-2 rounded-md text-sm max-sm:min-h-11"
          >
            <span className="truncate" title={names[index]}>
              {names[index]}
              {names[index] === truth ? <span className="ml-1 text-xs text-muted">true</span> : null}
            </span>
            <Choice
              group="why-not"
              label={`why not ${names[index]}`}
              logit={minus?.logits?.[index]}
              checked={index === whyNot}
              onPick={() => onWhyNot(index)}
            />
            <Bars plus={plus?.logits?.[index] ?? 0} minus={minus?.logits?.[index] ?? 0} scale={scale} />
            <Choice
              group="why"
              label={`why ${names[index]}`}
              logit={plus?.logits?.[index]}
              checked={index === why}
              onPick={() => onWhy(index)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Bars({ plus, minus, scale }: { plus: number; minus: number; scale: number }) {
  const width = (value: number) => `${(Math.abs(value) / scale) * 100}%`;
  return (
    <span aria-hidden="true" className="grid h-2 grid-cols-2">
      <span className="flex justify-end rounded-l-full border-r border-surface bg-fill">
        <span className="h-full rounded-l-full bg-against" style={{ width: width(minus) }} />
      </span>
      <span className="flex rounded-r-full border-l border-surface bg-fill">
        <span className="h-full rounded-r-full bg-for" style={{ width: width(plus) }} />
      </span>
    </span>
  );
}

interface ChoiceProps {
  group: "why" | "why-not";
  label: string;
  logit: number | undefined;
  checked: boolean;
  onPick: () => void;
}

function Choice({ group, label, logit, checked, onPick }: ChoiceProps) {
  const text = logit === undefined ? "–" : formatNumber(logit, 2);
  return (
    <label
      className={join(
        "flex min-h-7 cursor-pointer items-center justify-end rounded-md border px-1.5 has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent max-sm:min-h-11",
        checked
          ? group === "why"
            ? "border-for font-semibold text-for-text"
            : "border-against font-semibold text-against-text"
          : "border-transparent text-muted hover:border-line hover:text-ink",
      )}
    >
      <input
        type="radio"
        name={group}
        className="sr-only"
        aria-label={`${label}, logit ${text}`}
        checked={checked}
        onChange={onPick}
      />
      <span aria-hidden="true">{text}</span>
    </label>
  );
}
