"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import type { EditorStore } from "../store/editor-store.ts";
import type { EditorState } from "../store/state.ts";

export interface EditorClass {
  id: string;
  name: string;
}

export interface EditorShared {
  store: EditorStore;
  classes: readonly EditorClass[];
  /** Where in the list a class is; -1 for none. */
  indexOf: (classId: string | null) => number;
}

export const EditorContext = createContext<EditorShared | null>(null);

export function useShared(): EditorShared {
  const shared = useContext(EditorContext);
  if (!shared) throw new Error("this belongs inside a region editor");
  return shared;
}

/** A part of the editor's state; `pick` gives the same thing as long as nothing about it has changed. */
export function useEditor<Picked>(pick: (state: EditorState) => Picked): Picked {
  const { store } = useShared();
  const read = () => pick(store.state);
  return useSyncExternalStore(store.subscribe, read, read);
}
