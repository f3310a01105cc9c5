"use client";

import type { HeatSettings } from "./heat-view.tsx";

interface HeatControlsProps {
  settings: HeatSettings;
  onChange: (settings: HeatSettings) => void;
  /** Size of the map as the method gave it, e.g. "9 × 9". */
  grid: string | null;
  hasRegions: boolean;
}

interface ToggleProps {
  label: string;
  shortcut: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function Toggle({ label, shortcut, checked, onChange }: ToggleProps) {
  return (
    <label className="inline-flex min-h-8 items-center gap-1.5 max-sm:min-h-11">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        data-shortcut={shortcut}
        data-shortcut-label={label}
      />
      {label}
    </label>
  );
}

export function HeatControls({ settings, onChange, grid, hasRegions }: HeatControlsProps) {
  const set = (part: Partial<HeatSettings>) => onChange({ ...settings, ...part });
  return (
    <fieldset className="flex flex-wrap items-center gap-x-5 gap-y-1 text-sm">
      <legend className="sr-only">How the maps are drawn</legend>
      <label className="inline-flex min-h-8 items-center gap-2 max-sm:min-h-11">
        Opacity
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={settings.opacity}
          onChange={(event) => set({ opacity: Number(event.target.value) })}
          className="w-28 accent-accent"
        />
      </label>
      <Toggle
        label="Contour"
        shortcut="c"
        checked={settings.contour}
        onChange={(contour) => set({ contour })}
      />
      <Toggle
        label={grid ? `Raw ${grid} cells` : "Raw cells"}
        shortcut="r"
        checked={settings.raw}
        onChange={(raw) => set({ raw })}
      />
      {hasRegions ? (
        <Toggle
          label="Ground truth"
          shortcut="t"
          checked={settings.regions}
          onChange={(regions) => set({ regions })}
        />
      ) : null}
    </fieldset>
  );
}
