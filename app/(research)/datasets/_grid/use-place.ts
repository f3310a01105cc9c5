"use client";

import { useEffect, useRef } from "react";

const STORED_AS = "whynot.grid-place";

/** Comes back to the image one left for, once, when the grid of the same filter is opened again. */
export function usePlace(key: string, ready: boolean, go: (index: number) => void): (index: number) => void {
  const done = useRef(false);
  useEffect(() => {
    if (!ready || done.current) return;
    done.current = true;
    const kept = sessionStorage.getItem(STORED_AS)?.split("\n");
    if (!kept || kept[0] !== key) return;
    sessionStorage.removeItem(STORED_AS);
    const index = Number(kept[1]);
    // After Next has put the window where it thinks it belongs.
    if (Number.isInteger(index)) requestAnimationFrame(() => go(index));
  }, [key, ready, go]);
  return (index) => sessionStorage.setItem(STORED_AS, `${key}\n${index}`);
}
