"use client";

import { classNames } from "./class-names.ts";

export interface Segment<Id extends string> {
  id: Id;
  label: string;
  /** In a sentence, for those who ask. */
  title: string;
}

interface SegmentedProps<Id extends string> {
  /** What is chosen, for those who do not see it. */
  legend: string;
  /** Unique in the page. */
  name: string;
  segments: readonly Segment<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  /** Number keys choose too; they are listed under this name. */
  shortcut?: string;
}

/** One of a few, side by side: radio buttons that look like one control. */
export function Segmented<Id extends string>(props: SegmentedProps<Id>) {
  const { legend, name, segments, value, onChange, shortcut } = props;
  return (
    <fieldset className="inline-flex flex-wrap rounded-md border border-edge/60 p-0.5 text-sm">
      <legend className="sr-only">{legend}</legend>
      {segments.map(({ id, label, title }, index) => (
        <label
          key={id}
          title={title}
          className={classNames(
            "inline-flex min-h-7 cursor-pointer items-center rounded px-2.5 has-focus-visible:outline-2 has-focus-visible:outline-accent max-sm:min-h-10",
            id === value ? "bg-fill font-medium text-ink" : "text-muted hover:text-ink",
          )}
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={id === value}
            onChange={() => onChange(id)}
            {...(shortcut
              ? { "data-shortcut": String(index + 1), "data-shortcut-label": `${shortcut}: ${label}` }
              : {})}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
