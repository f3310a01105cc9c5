"use client";

import { type Segment, Segmented } from "#components/ui/segmented.tsx";
import type { SlotMapKind } from "./pair-model.ts";

const KINDS: readonly Segment<SlotMapKind>[] = [
  { id: "attention", label: "Attention", title: "Where the class's slot looks: the map of the paper" },
  { id: "additive", label: "Shares of the logit", title: "What each cell adds to the logit" },
];

export function MapKindSwitch({
  value,
  onChange,
}: {
  value: SlotMapKind;
  onChange: (kind: SlotMapKind) => void;
}) {
  return (
    <Segmented
      legend="What the cells of a map are"
      name="map-kind"
      segments={KINDS}
      value={value}
      onChange={onChange}
    />
  );
}
