"use client";

import { type ComponentProps, memo, useEffect, useRef } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { select, toggleHidden, toggleLocked, toggleSelected } from "../store/select.ts";
import { type EditorRegion, inOrder } from "../store/state.ts";
import { regionColour } from "../view/region-colour.ts";
import { ToolIcon } from "../view/tool-icon.tsx";
import { useEditor, useShared } from "../view/use-editor.ts";
import { KIND_WORDS, placeWords, regionWords } from "./region-words.ts";

/** The regions in words, topmost first: what the picture shows, for every way of reading it. */
export function RegionList() {
  const regions = useEditor((state) => state.regions);
  const selected = useEditor((state) => state.selected);
  const hidden = useEditor((state) => state.hidden);
  const locked = useEditor((state) => state.locked);
  if (regions.size === 0) {
    return (
      <p className="px-3 py-2 text-sm text-muted">
        Nothing is marked yet. Take a tool and draw: drag a box, or click the corners of a polygon.
      </p>
    );
  }
  return (
    <ul aria-label="Regions" className="flex flex-col">
      {[...inOrder(regions)].reverse().map((region) => (
        <Row
          key={region.key}
          region={region}
          selected={selected.includes(region.key)}
          hidden={hidden.has(region.key)}
          locked={locked.has(region.key)}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  region: EditorRegion;
  selected: boolean;
  hidden: boolean;
  locked: boolean;
}

const Row = memo(function Row({ region, selected, hidden, locked }: RowProps) {
  const { store, classes, indexOf } = useShared();
  const ref = useRef<HTMLLIElement>(null);
  const index = indexOf(region.classId);
  const name = classes[index]?.name ?? "No class";
  useEffect(() => {
    if (selected) ref.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  return (
    <li
      ref={ref}
      className={classNames(
        "flex items-center [content-visibility:auto] [contain-intrinsic-size:auto_44px]",
        selected && "bg-accent-soft",
      )}
    >
      <button
        type="button"
        aria-pressed={selected}
        aria-label={regionWords(region, name)}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-2 px-3 text-left text-sm"
        onClick={(event) =>
          store.update((state) =>
            event.shiftKey || event.metaKey || event.ctrlKey
              ? toggleSelected(state, region.key)
              : select(state, [region.key]),
          )
        }
      >
        <span
          aria-hidden="true"
          className="size-3 shrink-0 rounded-sm border border-black/40"
          style={{ background: regionColour(index) }}
        />
        <span className={classNames("min-w-0", hidden && "opacity-50")}>
          <span className="block truncate font-medium">{name}</span>
          <span className="block truncate text-xs text-muted">
            {KIND_WORDS[region.shape.kind]} · {placeWords(region.shape)}
          </span>
        </span>
      </button>
      <Toggle
        on={hidden}
        words={["Hide", "Show"]}
        icon={hidden ? "hidden" : "seen"}
        run={() => store.update((state) => toggleHidden(state, [region.key]))}
      />
      <Toggle
        on={locked}
        words={["Lock", "Free"]}
        icon={locked ? "locked" : "free"}
        run={() => store.update((state) => toggleLocked(state, [region.key]))}
      />
    </li>
  );
});

function Toggle({
  on,
  words,
  icon,
  run,
}: {
  on: boolean;
  words: [string, string];
  icon: ComponentProps<typeof ToolIcon>["name"];
  run: () => void;
}) {
  const label = words[on ? 1 : 0];
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={run}
      className={classNames(
        "inline-flex size-9 shrink-0 items-center justify-center hover:bg-fill max-md:size-11",
        on ? "text-ink" : "text-muted opacity-70",
      )}
    >
      <ToolIcon name={icon} small />
    </button>
  );
}
