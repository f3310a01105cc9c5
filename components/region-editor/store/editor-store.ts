import type { EditorState } from "./state.ts";

export interface EditorStore {
  readonly state: EditorState;
  /** Makes the next state of the last one and tells everyone, at once. */
  update(step: (state: EditorState) => EditorState): void;
  /** @returns how to stop listening */
  subscribe(listener: (state: EditorState, before: EditorState) => void): () => void;
}

/** Holds the state of one editor. Knows no document, no network and no framework. */
export function createEditorStore(initial: EditorState): EditorStore {
  let state = initial;
  const listeners = new Set<(state: EditorState, before: EditorState) => void>();
  return {
    get state() {
      return state;
    },
    update(step) {
      const before = state;
      state = step(before);
      if (state === before) return;
      for (const listener of listeners) listener(state, before);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
