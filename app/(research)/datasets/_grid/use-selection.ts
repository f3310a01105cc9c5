"use client";

import { useCallback, useRef, useState } from "react";
import { choose, EVERYTHING, isSelected, NOTHING, type Selection } from "./selection.ts";
import type { Blocks } from "./use-blocks.ts";

/** A range across more than this is better said as a filter. */
const MAX_RANGE = 5_000;

export interface Choosing {
  selection: Selection;
  /** What could not be chosen, and what to do instead. */
  problem: string | null;
  /** Chooses one image or takes it back; ranges begin here. */
  toggle(index: number): void;
  /** Chooses everything from where the last choice was made to this image; where none was, from `start`. */
  extendTo(index: number, start?: number): void;
  all(): void;
  clear(): void;
}

/** Which images are chosen, by click, by range, or all that match. */
export function useSelection(blocks: Pick<Blocks, "imageAt" | "idsBetween">): Choosing {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [problem, setProblem] = useState<string | null>(null);
  const anchor = useRef<number | null>(null);
  const { imageAt, idsBetween } = blocks;

  const toggle = useCallback(
    (index: number) => {
      const image = imageAt(index);
      if (!image) return;
      anchor.current = index;
      setProblem(null);
      setSelection((known) => choose(known, [image.id], !isSelected(known, image.id)));
    },
    [imageAt],
  );
  const extendTo = useCallback(
    async (index: number, start = index) => {
      const from = anchor.current ?? start;
      anchor.current = from;
      const [first, last] = from < index ? [from, index] : [index, from];
      if (last - first >= MAX_RANGE) {
        setProblem("A range may hold 5,000 images at most. Narrow the filter and choose all that match.");
        return;
      }
      try {
        const ids = await idsBetween(first, last);
        setProblem(null);
        setSelection((known) => choose(known, ids, true));
      } catch {
        setProblem("The images in between could not be read. Try again.");
      }
    },
    [idsBetween],
  );
  const all = useCallback(() => setSelection(EVERYTHING), []);
  const clear = useCallback(() => {
    anchor.current = null;
    setProblem(null);
    setSelection(NOTHING);
  }, []);
  return { selection, problem, toggle, extendTo, all, clear };
}
