"use client";

import { type FormEvent, useId, useState } from "react";
import { formatCount } from "#components/figures/format-number.ts";
import { Button } from "#components/ui/button.tsx";
import { Select, TextInput } from "#components/ui/field.tsx";
import type { ImageChange } from "#lib/services/curation/image-change.ts";
import { UNDO_DAYS } from "#lib/services/curation/undo-time.ts";
import { imagesInWords } from "./edit-words.ts";
import type { Choosing } from "./use-selection.ts";

interface Choices {
  classes: readonly { id: string; name: string }[];
  splits: readonly string[];
  tags: readonly string[];
}

interface SelectionBarProps {
  count: number;
  total: number;
  exact: boolean;
  choosing: Choosing;
  choices: Choices;
  busy: boolean;
  apply(change: ImageChange): Promise<boolean>;
}

type Kind = ImageChange["kind"];
const KINDS: [Kind, string][] = [
  ["set-class", "Set class"],
  ["set-split", "Set split"],
  ["add-tag", "Add tag"],
  ["remove-tag", "Remove tag"],
  ["set-note", "Set note"],
  ["delete", "Delete"],
];

function toChange(kind: Kind, value: string): ImageChange {
  switch (kind) {
    case "set-class":
      return { kind, classId: value || null };
    case "set-split":
      return { kind, split: value };
    case "add-tag":
    case "remove-tag":
      return { kind, tag: value };
    case "set-note":
      return { kind, note: value };
    case "delete":
      return { kind };
  }
}

/** How many images are chosen and what may be done with them; stays in view at the foot of the window. */
export function SelectionBar(props: SelectionBarProps) {
  const { count, total, exact, choosing, choices, busy, apply } = props;
  const [kind, setKind] = useState<Kind>("set-class");
  const [value, setValue] = useState("");
  const listId = useId();

  function send(event: FormEvent) {
    event.preventDefault();
    void apply(toChange(kind, value));
  }
  const label = `${kind === "delete" ? "Delete" : "Apply to"} ${exact || !choosing.selection.all ? imagesInWords(count) : `${formatCount(count)}+ images`}`;
  return (
    <section
      aria-label="Chosen images"
      className="sticky bottom-0 z-10 -mx-4 mt-4 border-t border-line bg-surface px-4 py-3 shadow-lg sm:mx-0 sm:mb-3 sm:rounded-lg sm:border"
    >
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <p aria-live="polite" className="font-medium tabular-nums">
          {formatCount(count)} selected
        </p>
        {choosing.selection.all ? null : (
          <Button look="quiet" onClick={choosing.all}>
            Select all {formatCount(total)}
            {exact ? "" : "+"}
          </Button>
        )}
        <Button look="quiet" onClick={choosing.clear}>
          Clear
        </Button>
      </div>
      <form onSubmit={send} className="flex flex-wrap items-center gap-2">
        <Select
          aria-label="What to change"
          value={kind}
          onChange={(event) => {
            setKind(event.target.value as Kind);
            setValue("");
          }}
          className="w-auto! max-sm:flex-1"
        >
          {KINDS.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <ChangeValue kind={kind} value={value} onChange={setValue} choices={choices} listId={listId} />
        <Button
          type="submit"
          look={kind === "delete" ? "danger" : "primary"}
          disabled={busy}
          className="max-sm:w-full"
        >
          {label}
        </Button>
      </form>
    </section>
  );
}

interface ChangeValueProps {
  kind: Kind;
  value: string;
  onChange(value: string): void;
  choices: Choices;
  listId: string;
}

function ChangeValue({ kind, value, onChange, choices, listId }: ChangeValueProps) {
  if (kind === "delete") {
    return <p className="text-sm text-muted">With their regions. It can be undone for {UNDO_DAYS} days.</p>;
  }
  if (kind === "set-class") {
    return (
      <Select
        aria-label="Class"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="w-auto! max-w-56 max-sm:flex-1"
      >
        <option value="">No class</option>
        {choices.classes.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    );
  }
  const offered = kind === "set-split" ? choices.splits : kind === "set-note" ? [] : choices.tags;
  const name = { "set-split": "Split", "add-tag": "Tag", "remove-tag": "Tag", "set-note": "Note" }[kind];
  return (
    <>
      <TextInput
        aria-label={name}
        placeholder={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        required={kind !== "set-note"}
        maxLength={kind === "set-note" ? 5000 : kind === "set-split" ? 100 : 60}
        list={offered.length > 0 ? listId : undefined}
        className="w-auto! max-sm:flex-1"
      />
      <datalist id={listId}>
        {offered.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
