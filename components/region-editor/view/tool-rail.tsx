"use client";

import { classNames } from "#components/ui/class-names.ts";
import { TOOLS } from "../store/commands.ts";
import type { Keymap } from "../store/keymap.ts";
import { setTool } from "../store/select.ts";
import { ToolIcon } from "./tool-icon.tsx";
import { useEditor, useShared } from "./use-editor.ts";

/** The tools: beside the picture, on a phone below it. */
export function ToolRail({ keymap }: { keymap: Keymap }) {
  const { store } = useShared();
  const current = useEditor((state) => state.tool);
  return (
    <div
      role="toolbar"
      aria-label="Tools"
      className="flex shrink-0 gap-1 overflow-x-auto border-line bg-surface p-1 max-md:border-t md:w-12 md:flex-col md:overflow-x-visible md:border-r"
    >
      {TOOLS.map(({ id, label, key }) => {
        const shortcut = keymap[id]?.[0] ?? key;
        return (
          <button
            key={id}
            type="button"
            aria-pressed={current === id}
            aria-label={label}
            aria-keyshortcuts={shortcut}
            title={`${label} (${shortcut})`}
            onClick={() => store.update((state) => setTool(state, id))}
            className={classNames(
              "flex size-10 shrink-0 items-center justify-center rounded-md max-md:size-11",
              current === id ? "bg-accent text-on-accent" : "text-muted hover:bg-fill hover:text-ink",
            )}
          >
            <ToolIcon name={id} />
          </button>
        );
      })}
    </div>
  );
}
