"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { drawInto } from "../store/commands.ts";
import {
  duplicateSelected,
  insertVertex,
  removeHeldVertex,
  reorderSelected,
  setAttributes,
} from "../store/edits.ts";
import { type EditorState, type RegionAttributes, theSelected } from "../store/state.ts";
import { useEditor, useShared } from "../view/use-editor.ts";

const FACTS = [
  ["difficult", "Difficult", "Hard to recognise even for people"],
  ["truncated", "Truncated", "Goes on outside the image"],
  ["occluded", "Occluded", "Something stands in front of it"],
] as const satisfies readonly (readonly [keyof RegionAttributes, string, string])[];

/** What can be said of the selected regions and done with them. */
export function SelectionPanel() {
  const { store } = useShared();
  const count = useEditor((state) => state.selected.length);
  const region = useEditor(theSelected);
  const handle = useEditor((state) => state.handle);
  if (count === 0) return null;
  const isPolygon = region?.shape.kind === "polygon";
  const hasCorner = handle !== null && /\d$/.test(handle) && region?.shape.kind !== "rotated-box";
  return (
    <section aria-label="Selected" className="border-b border-line p-3">
      {region ? (
        <fieldset className="mb-2 flex flex-wrap gap-x-4">
          <legend className="sr-only">What is known about it</legend>
          {FACTS.map(([name, label, title]) => (
            <label
              key={name}
              title={title}
              className="inline-flex min-h-8 items-center gap-2 text-sm max-md:min-h-10"
            >
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={region.attributes[name] === true}
                onChange={(event) =>
                  store.update((state) => setAttributes(state, { [name]: event.target.checked }))
                }
              />
              {label}
            </label>
          ))}
        </fieldset>
      ) : (
        <p className="mb-2 text-sm">{count} regions are selected.</p>
      )}
      <div className="flex flex-wrap gap-1">
        <Do run={duplicateSelected}>Duplicate</Do>
        <Do run={(state) => reorderSelected(state, "front")}>To front</Do>
        <Do run={(state) => reorderSelected(state, "back")}>To back</Do>
        {isPolygon ? <Do run={(state) => drawInto(state, "hole")}>Cut a hole</Do> : null}
        {isPolygon ? <Do run={(state) => drawInto(state, "part")}>Add a part</Do> : null}
        {hasCorner ? <Do run={insertVertex}>Insert a corner</Do> : null}
        {hasCorner ? <Do run={removeHeldVertex}>Remove the corner</Do> : null}
      </div>
    </section>
  );
}

function Do({ run, children }: { run: (state: EditorState) => EditorState; children: ReactNode }) {
  const { store } = useShared();
  return <Button onClick={() => store.update(run)}>{children}</Button>;
}
