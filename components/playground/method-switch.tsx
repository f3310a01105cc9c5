"use client";

import { Segmented } from "#components/ui/segmented.tsx";
import type { Method } from "./methods.ts";

interface MethodSwitchProps {
  methods: readonly Method[];
  value: string;
  onChange: (id: string) => void;
}

export function MethodSwitch({ methods, value, onChange }: MethodSwitchProps) {
  const segments = methods.map(({ id, label, says }) => ({ id, label, title: says }));
  return (
    <Segmented
      legend="Method"
      name="method"
      segments={segments}
      value={value}
      onChange={onChange}
      shortcut="Method"
    />
  );
}
