import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { whenPainted } from "./when-painted.ts";

/** A tap so soon after the pictures appeared was meant for the trial before. */
const SLIP_MS = 250;
/** So long without pictures, one wants to know why. */
const SLOW_MS = 1500;

export interface Pictures {
  /** Their addresses, all at once: no picture shows before the others, so none tells by its weight what made it. */
  readonly sources: readonly string[] | null;
  /** What to say while they are not there; empty at first. */
  readonly delay: string;
  /** They have been seen for long enough that a tap is an answer. */
  readonly open: boolean;
  /** When the frame with all of them was painted (performance.now); null before. */
  readonly paintedAt: () => number | null;
}

/** A trial's pictures from the request to the paint. @param inside holds their img elements once there are sources. */
export function usePictures(
  stimuli: readonly string[],
  picture: (id: string) => Promise<string>,
  slow: string,
  inside: RefObject<HTMLElement | null>,
): Pictures {
  const [sources, setSources] = useState<readonly string[] | null>(null);
  const [delay, setDelay] = useState("");
  const [open, setOpen] = useState(false);
  const painted = useRef<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: mounted anew for each trial, whose pictures stay.
  useEffect(() => {
    const timer = setTimeout(() => setDelay(slow), SLOW_MS);
    let current = true;
    Promise.all(stimuli.map(picture)).then(
      (addresses) => current && setSources(addresses),
      (error: Error) => current && setDelay(error.message),
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the element stays the same while its pictures come.
  useEffect(() => {
    if (!sources || !inside.current) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    const images = [...inside.current.querySelectorAll("img")];
    void Promise.allSettled(images.map((image) => image.decode()))
      .then(whenPainted)
      .then((time) => {
        if (!current) return;
        painted.current = time;
        timer = setTimeout(() => setOpen(true), SLIP_MS);
      });
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [sources]);

  return { sources, delay, open, paintedAt: () => painted.current };
}
