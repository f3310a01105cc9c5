"use client";

import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Choosing } from "./use-selection.ts";
import type { Viewport } from "./use-viewport.ts";

interface GridKeys {
  /** The image the tab key comes to. */
  current: number;
  setCurrent(index: number): void;
  /** Of the list, which has to be focusable. */
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
}

interface Keyed {
  grid: RefObject<HTMLElement | null>;
  viewport: Viewport | null;
  total: number;
  choosing: Choosing | null;
}

/** Arrows move, Home and End go to the ends, space chooses, shift extends, Escape lets go. Enter is the link's own. */
export function useGridKeys({ grid, viewport, total, choosing }: Keyed): GridKeys {
  const [current, setCurrent] = useState(0);
  const wanted = useRef<number | null>(null);

  // The tile one moves to may have to be drawn first: focus follows once it is there.
  useEffect(() => {
    if (wanted.current === null) return;
    const link = grid.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] a`);
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (!viewport || event.ctrlKey || event.metaKey || event.altKey) return;
      const { columns } = viewport.geometry;
      const page = columns * Math.max(1, Math.floor(window.innerHeight / viewport.geometry.pitch) - 1);
      const steps: Record<string, number> = {
        ArrowLeft: -1,
        ArrowRight: 1,
        ArrowUp: -columns,
        ArrowDown: columns,
        PageUp: -page,
        PageDown: page,
        Home: -total,
        End: total,
      };
      const step = steps[event.key];
      if (step !== undefined) {
        const next = Math.max(0, Math.min(total - 1, current + step));
        if (event.shiftKey && choosing) choosing.extendTo(next, current);
        wanted.current = next;
        setCurrent(next);
        viewport.show(next);
        // Until its tile is drawn the list has the focus: keys that come meanwhile would be lost with the tile that had it.
        const list = event.currentTarget;
        if (!list.querySelector(`[data-index="${next}"] a`)) list.focus({ preventScroll: true });
      } else if (event.key === " " && choosing) {
        if (event.shiftKey) choosing.extendTo(current);
        else choosing.toggle(current);
      } else if (event.key === "Escape" && choosing) choosing.clear();
      else return;
      event.preventDefault();
    },
    [viewport, total, current, choosing],
  );
  return { current: Math.min(current, Math.max(0, total - 1)), setCurrent, onKeyDown };
}
