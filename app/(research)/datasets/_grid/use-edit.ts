"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ImageChange, ImageSelection } from "#lib/services/curation/image-change.ts";
import { askServer, postJson, RefusedError } from "./ask-server.ts";
import type { SentEdit } from "./edit-words.ts";

const POLL_MS = 700;

export interface EditInHand {
  /** The latest edit of this page. */
  last: SentEdit | null;
  busy: boolean;
  problem: string | null;
  /** The edit whose undoing was refused because some images were changed since: the rest of it can be taken back. */
  undoRestOf: string | null;
  apply(selection: ImageSelection, change: ImageChange): Promise<boolean>;
  undo(editId: string, skipChanged?: boolean): Promise<void>;
}

const isMoving = (edit: SentEdit | null) => edit?.state === "running" || edit?.state === "undoing";

/** Sends edits, follows those a worker makes, and takes the last one back. `onChanged` is called when images have changed. */
export function useEdit(datasetId: string, onChanged: () => void): EditInHand {
  const [last, setLast] = useState<SentEdit | null>(null);
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<RefusedError | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const changed = useRef(onChanged);
  changed.current = onChanged;

  const send = useCallback(async (path: string, body: unknown) => {
    setSending(true);
    setRefused(null);
    try {
      const edit = await askServer<SentEdit>(path, postJson(body));
      setLast(edit);
      if (!isMoving(edit)) changed.current();
      return true;
    } catch (error) {
      setRefused(
        error instanceof RefusedError ? error : new RefusedError("Something went wrong. Try again.", {}),
      );
      return false;
    } finally {
      setSending(false);
    }
  }, []);

  useEffect(() => {
    if (!last || !isMoving(last)) return;
    const timer = setTimeout(async () => {
      // A poll that fails is tried again: the worker goes on whether it is seen or not.
      const next = await askServer<SentEdit>(`/api/v1/edits/${last.id}`).catch(() => ({ ...last }));
      setLast(next);
      if (!isMoving(next)) changed.current();
    }, POLL_MS);
    return () => clearTimeout(timer);
  }, [last]);

  return {
    last,
    busy: sending || isMoving(last),
    problem: refused?.message ?? null,
    undoRestOf: Array.isArray(refused?.details.images) ? asked : null,
    apply: (selection, change) => send(`/api/v1/datasets/${datasetId}/edits`, { selection, change }),
    undo: async (editId, skipChanged = false) => {
      setAsked(editId);
      await send(`/api/v1/edits/${editId}/undo`, { skipChanged });
    },
  };
}
