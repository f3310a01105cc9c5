"use client";

import { useCallback, useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { type StoredRegion, toEditorRegion } from "../saving/wire.ts";
import { commit } from "../store/history.ts";
import { useShared } from "../view/use-editor.ts";
import { regionWords } from "./region-words.ts";

interface HistoryPanelProps {
  imageId: string;
  /** Says of which revision a region is that is put back. */
  know: (key: string, revision: number) => void;
}

interface Listed {
  rows: StoredRegion[];
  after: string | null;
}

/** Who changed what, newest first, and the way back. Putting back is an edit like any other: it can be undone. */
export function HistoryPanel({ imageId, know }: HistoryPanelProps) {
  const { store, classes, indexOf } = useShared();
  const [listed, setListed] = useState<Listed | null>(null);
  const [failed, setFailed] = useState(false);

  const read = useCallback(
    async (after: string | null) => {
      setFailed(false);
      try {
        const query = after ? `?after=${encodeURIComponent(after)}` : "";
        const response = await fetch(`/api/v1/images/${imageId}/regions/revisions${query}`);
        if (!response.ok) throw new Error(String(response.status));
        const page = (await response.json()) as Listed;
        setListed((before) => ({
          rows: [...(after ? (before?.rows ?? []) : []), ...page.rows],
          after: page.after,
        }));
      } catch {
        setFailed(true);
      }
    },
    [imageId],
  );
  useEffect(() => void read(null), [read]);

  function restore(row: StoredRegion): void {
    const newest = listed?.rows.find(({ regionKey }) => regionKey === row.regionKey);
    if (newest) know(row.regionKey, newest.revision);
    store.update((state) => {
      const before = state.regions.get(row.regionKey) ?? null;
      const next = commit(state, [{ before, after: toEditorRegion(row) }], "Put back.");
      return { ...next, selected: [row.regionKey] };
    });
  }

  if (failed) {
    return (
      <div role="alert" className="p-3 text-sm">
        <p className="mb-2 text-danger">The history could not be read.</p>
        <Button onClick={() => void read(null)}>Try again</Button>
      </div>
    );
  }
  if (!listed) return <p className="p-3 text-sm text-muted">Reading the history…</p>;
  if (listed.rows.length === 0) return <p className="p-3 text-sm text-muted">Nothing has been saved yet.</p>;
  return (
    <>
      <ul aria-label="Revisions" className="flex flex-col divide-y divide-line">
        {listed.rows.map((row) => (
          <li
            key={`${row.regionKey} ${row.revision}`}
            className="flex items-start justify-between gap-2 p-3 text-sm"
          >
            <div className="min-w-0">
              <p className="wrap-anywhere">
                {row.removed ? "Removed: " : ""}
                {regionWords(toEditorRegion(row), classes[indexOf(row.classId)]?.name ?? "No class")}
              </p>
              <p className="text-xs text-muted">
                {row.by} · <Moment at={new Date(row.at)} /> · revision {row.revision}
              </p>
            </div>
            <Button onClick={() => restore(row)}>Put back</Button>
          </li>
        ))}
      </ul>
      {listed.after ? (
        <div className="p-3">
          <Button onClick={() => void read(listed.after)}>Older ones</Button>
        </div>
      ) : null}
    </>
  );
}
