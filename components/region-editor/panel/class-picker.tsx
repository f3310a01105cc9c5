"use client";

import { type RefObject, useId, useState } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { TextInput } from "#components/ui/field.tsx";
import { setClass } from "../store/edits.ts";
import { regionColour } from "../view/region-colour.ts";
import { useEditor, useShared } from "../view/use-editor.ts";

/** As many as one can take in; the rest is found by typing. */
const MOST_SHOWN = 60;

/** The class of what is selected, or of what is drawn next: by its key, by typing, by a tap. */
export function ClassPicker({ search }: { search: RefObject<HTMLInputElement | null> }) {
  const { store, classes, indexOf } = useShared();
  const id = useId();
  const [asked, setAsked] = useState("");
  const selected = useEditor((state) => state.selected.length);
  const current = useEditor((state) =>
    state.selected.length === 1 ? (state.regions.get(state.selected[0])?.classId ?? null) : state.classId,
  );
  const wanted = asked.trim().toLowerCase();
  const found = classes.filter(({ name }) => name.toLowerCase().includes(wanted));
  const choose = (classId: string | null, name: string) => {
    store.update((state) => setClass(state, classId, name));
    setAsked("");
  };
  return (
    <section aria-labelledby={`${id}-title`} className="border-b border-line p-3">
      <h2 id={`${id}-title`} className="mb-2 text-sm font-semibold">
        {selected > 0 ? `Class of the selected region${selected > 1 ? "s" : ""}` : "Class of what you draw"}
      </h2>
      {classes.length > 6 ? (
        <TextInput
          ref={search}
          type="search"
          aria-label="Find a class"
          placeholder={`Find among ${classes.length} classes (/)`}
          value={asked}
          className="mb-2"
          onChange={(event) => setAsked(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && found[0]) choose(found[0].id, found[0].name);
            if (event.key === "Escape") {
              setAsked("");
              event.currentTarget.blur();
            }
          }}
        />
      ) : null}
      <ul aria-label="Classes" className="flex max-h-40 flex-wrap gap-1 overflow-y-auto">
        {found.slice(0, MOST_SHOWN).map(({ id: classId, name }) => {
          const index = indexOf(classId);
          return (
            <li key={classId}>
              <button
                type="button"
                aria-pressed={classId === current}
                className={classNames(
                  "inline-flex min-h-8 items-center gap-1.5 rounded-md border px-2 text-sm max-md:min-h-10",
                  classId === current ? "border-ink bg-fill font-medium" : "border-line hover:bg-fill",
                )}
                onClick={() => choose(classId, name)}
              >
                <span
                  aria-hidden="true"
                  className="size-2.5 rounded-sm border border-black/40"
                  style={{ background: regionColour(index) }}
                />
                {name}
                {index < 9 ? (
                  <kbd className="font-mono text-xs text-muted max-md:hidden">{index + 1}</kbd>
                ) : null}
              </button>
            </li>
          );
        })}
      </ul>
      {found.length > MOST_SHOWN ? (
        <p className="mt-1 text-xs text-muted">{found.length - MOST_SHOWN} more: type to find them.</p>
      ) : null}
      {found.length === 0 ? <p className="text-sm text-muted">No class is called that.</p> : null}
    </section>
  );
}
