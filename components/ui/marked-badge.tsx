import type { ReactNode } from "react";
import { Badge, type Tone } from "./badge.tsx";

/** A state as a mark and a word, so that colour is never alone. */
export function MarkedBadge({ tone, mark, children }: { tone: Tone; mark: string; children: ReactNode }) {
  return (
    <Badge tone={tone}>
      <span aria-hidden="true">{mark}</span>
      {children}
    </Badge>
  );
}
