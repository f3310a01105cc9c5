"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";
import { type Geometry, layOut, scrollFor, type Visible, visibleAt } from "./grid-geometry.ts";

export interface Viewport {
  geometry: Geometry;
  visible: Visible;
  /** Brings an image into view. */
  show(index: number): void;
}

const useIsomorphicLayoutEffect = typeof window === "undefined" ? useEffect : useLayoutEffect;

/** What of a grid the window shows, as it scrolls and is resized; null until the page's script has measured it. */
export function useViewport(grid: RefObject<HTMLElement | null>, total: number): Viewport | null {
  const [width, setWidth] = useState(0);
  const [scroll, setScroll] = useState({ at: 0, height: 0 });

  useIsomorphicLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    let frame = 0;
    const measure = () => {
      frame = 0;
      setWidth(element.clientWidth);
      const next = { at: -element.getBoundingClientRect().top, height: window.innerHeight };
      setScroll((known) => (known.at === next.at && known.height === next.height ? known : next));
    };
    const later = () => {
      frame ||= requestAnimationFrame(measure);
    };
    measure();
    const observer = new ResizeObserver(later);
    observer.observe(element);
    observer.observe(document.body);
    window.addEventListener("scroll", later, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      window.removeEventListener("scroll", later);
    };
  }, [grid]);

  const show = useCallback(
    (index: number) => {
      const element = grid.current;
      if (!element) return;
      const geometry = layOut(element.clientWidth, total);
      const at = -element.getBoundingClientRect().top;
      const wanted = scrollFor(geometry, index, at, window.innerHeight);
      if (wanted !== null) window.scrollTo({ top: window.scrollY - at + wanted });
    },
    [grid, total],
  );

  if (width === 0 || total === 0) return null;
  const geometry = layOut(width, total);
  return { geometry, visible: visibleAt(geometry, scroll.at, scroll.height, total), show };
}
