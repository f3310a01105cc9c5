"use client";

import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { setBrush } from "../store/commands.ts";
import { cancelDraft, canFinish, finishDraft } from "../store/draft.ts";
import { removeSelected } from "../store/edits.ts";
import { canRedo, canUndo, redo, undo } from "../store/history.ts";
import { fit, showActualSize, zoom } from "../store/look.ts";
import type { EditorState } from "../store/state.ts";
import { ToolIcon } from "./tool-icon.tsx";
import { useEditor, useShared } from "./use-editor.ts";

const BUTTON =
  "inline-flex min-h-8 min-w-8 items-center justify-center gap-1 rounded-md px-2 text-sm text-ink hover:bg-fill disabled:opacity-40 max-md:min-h-11 max-md:min-w-11";

/** What the tool at hand needs: undo and redo, the unfinished shape, the brush, zoom. */
export function ActionBar({ children }: { children?: ReactNode }) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-1 border-line max-md:order-3 bg-surface px-2 py-1 max-md:border-t md:border-b">
      <Act label="Undo" run={undo} enabled={canUndo}>
        <ToolIcon name="undo" />
      </Act>
      <Act label="Redo" run={redo} enabled={canRedo}>
        <ToolIcon name="redo" />
      </Act>
      <Act label="Remove" run={removeSelected} enabled={(state) => state.selected.length > 0}>
        <ToolIcon name="trash" />
      </Act>
      <DraftButtons />
      <BrushSize />
      <SnapSwitch />
      <div className="ml-auto flex items-center gap-1">
        <ZoomButtons />
        {children}
      </div>
    </div>
  );
}

interface ActProps {
  label: string;
  run: (state: EditorState) => EditorState;
  enabled?: (state: EditorState) => boolean;
  className?: string;
  children: ReactNode;
}

function Act({ label, run, enabled = () => true, className, children }: ActProps) {
  const { store } = useShared();
  const isOn = useEditor(enabled);
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={!isOn}
      className={classNames(BUTTON, className)}
      onClick={() => store.update(run)}
    >
      {children}
    </button>
  );
}

function DraftButtons() {
  const isDrawing = useEditor(({ draft }) => (draft?.steps.length ?? 0) > 0);
  if (!isDrawing) return null;
  return (
    <>
      <Act label="Finish the shape" run={finishDraft} enabled={canFinish} className="bg-fill">
        <ToolIcon name="check" /> <span aria-hidden="true">Finish</span>
      </Act>
      <Act label="Put the drawing aside" run={cancelDraft}>
        <span aria-hidden="true">Cancel</span>
      </Act>
    </>
  );
}

function BrushSize() {
  const { store } = useShared();
  const isBrush = useEditor(({ tool }) => tool === "brush" || tool === "eraser");
  const radius = useEditor((state) => state.brushRadius);
  const most = useEditor(({ size }) => Math.max(2, Math.min(size.width, size.height) / 4));
  if (!isBrush) return null;
  return (
    <label className="flex min-h-8 items-center gap-2 px-2 text-sm">
      <span>Size</span>
      <input
        type="range"
        className="w-28 accent-accent"
        min={0}
        max={1}
        step={0.01}
        value={Math.log(radius / 0.5) / Math.log(most / 0.5)}
        aria-valuetext={`${(2 * radius).toFixed(1)} pixels`}
        onChange={(event) =>
          store.update((state) => setBrush(state, 0.5 * (most / 0.5) ** Number(event.target.value)))
        }
      />
      <output className="w-14 text-muted tabular-nums">{(2 * radius).toFixed(1)} px</output>
    </label>
  );
}

function SnapSwitch() {
  const { store } = useShared();
  const snap = useEditor((state) => state.snap);
  return (
    <button
      type="button"
      aria-pressed={snap}
      title="Snap to corners and edges"
      className={classNames(BUTTON, snap ? "bg-fill font-medium" : "text-muted")}
      onClick={() => store.update((state) => ({ ...state, snap: !state.snap }))}
    >
      Snap
    </button>
  );
}

function ZoomButtons() {
  const percent = useEditor(({ view }) => Math.round(view.scale * 100));
  return (
    <>
      <Act label="Farther" run={(state) => zoom(state, 1 / 1.5)} className="max-sm:hidden">
        <span aria-hidden="true">−</span>
      </Act>
      <Act
        label={`Pixel for pixel (now ${percent} %)`}
        run={showActualSize}
        className="w-16 whitespace-nowrap tabular-nums max-sm:hidden"
      >
        <span aria-hidden="true">{percent} %</span>
      </Act>
      <Act label="Closer" run={(state) => zoom(state, 1.5)} className="max-sm:hidden">
        <span aria-hidden="true">+</span>
      </Act>
      <Act label="Whole image" run={fit}>
        <span aria-hidden="true">Fit</span>
      </Act>
    </>
  );
}
