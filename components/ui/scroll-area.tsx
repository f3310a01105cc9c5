import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

interface ScrollAreaProps {
  label: string;
  /** As high as a screen at most; what is more scrolls. */
  tall?: boolean;
  children: ReactNode;
}

/** Content that scrolls sideways inside itself on a narrow screen, with the keyboard too. A group, not a landmark. */
export function ScrollArea({ label, tall, children }: ScrollAreaProps) {
  const looks = classNames("relative overflow-x-auto", tall && "max-h-160 overflow-y-auto");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard
    <div role="group" aria-label={label} tabIndex={0} className={looks}>
      {children}
    </div>
  );
}
