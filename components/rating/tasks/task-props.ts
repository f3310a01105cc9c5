import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { PageData, TrialView } from "#lib/study/participant-protocol.ts";
import type { Pictures } from "../use-pictures.ts";

export type KeyHandler = (event: KeyboardEvent) => void;

/** What each kind of task gets of its trial. */
export interface TaskProps {
  readonly page: PageData;
  readonly trial: TrialView;
  readonly pictures: Pictures;
  /** What was answered; null before. */
  readonly given: number | null;
  /** Takes the first answer after the pictures are open, and no other. @param at the event's time */
  readonly onAnswer: (value: number, detail: object | null, at: number) => void;
  /** Where the trial finds what its keys do. */
  readonly keys: RefObject<KeyHandler | null>;
}

/** Answers the keys pressed anywhere in the trial, as long as the task is on the screen. */
export function useKeys(keys: RefObject<KeyHandler | null>, handler: KeyHandler): void {
  useLayoutEffect(() => {
    keys.current = handler;
  });
}
