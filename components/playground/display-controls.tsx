"use client";

import { HeatControls } from "#components/heatmap/heat-controls.tsx";
import type { HeatSettings } from "#components/heatmap/heat-view.tsx";
import { MethodSwitch } from "./method-switch.tsx";
import type { Method } from "./methods.ts";

/** What is shown of the classes, and how. */
export interface Display {
  heat: HeatSettings;
  isOneScale: boolean;
  /** Part of a class's name. */
  search: string;
}

export const FIRST_DISPLAY: Display = {
  heat: { opacity: 0.85, contour: false, raw: false, regions: false },
  isOneScale: false,
  search: "",
};

interface DisplayControlsProps {
  methods: readonly Method[];
  method: Method;
  onMethod: (id: string) => void;
  display: Display;
  onChange: (display: Display) => void;
  /** Size of a map, e.g. "12 × 12". */
  grid: string | null;
  canSearch: boolean;
}

export function DisplayControls({
  methods,
  method,
  onMethod,
  display,
  onChange,
  ...rest
}: DisplayControlsProps) {
  const set = (part: Partial<Display>) => onChange({ ...display, ...part });
  return (
    <div className="mb-4">
      <div className="mb-1 flex flex-wrap items-center gap-x-5 gap-y-2">
        <MethodSwitch methods={methods} value={method.id} onChange={onMethod} />
        {rest.canSearch ? (
          <input
            type="search"
            value={display.search}
            onChange={(event) => set({ search: event.target.value })}
            placeholder="Find a class"
            aria-label="Find a class"
            className="min-h-8 rounded-md border border-edge/60 bg-surface px-2 text-sm max-sm:min-h-11"
          />
        ) : null}
        <HeatControls
          settings={display.heat}
          onChange={(heat) => set({ heat })}
          grid={rest.grid}
          hasRegions={false}
        />
        <label
          className="inline-flex min-h-8 items-center gap-1.5 text-sm max-sm:min-h-11"
          title="Off, each map runs from its own lowest to its own highest cell, however weak it is"
        >
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={display.isOneScale}
            onChange={(event) => set({ isOneScale: event.target.checked })}
            data-shortcut="s"
            data-shortcut-label="One scale for all classes"
          />
          One scale for all classes
        </label>
      </div>
      <p className="text-sm text-muted">{method.says}</p>
    </div>
  );
}
