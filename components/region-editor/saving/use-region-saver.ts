"use client";

import { useEffect, useRef, useState } from "react";
import type { EditorStore } from "../store/editor-store.ts";
import { openDeviceRecords } from "./device-records.ts";
import { newId } from "./new-id.ts";
import { createRegionSaver, type RegionSaver, type SaveStatus } from "./region-saver.ts";
import { httpRegionsClient } from "./regions-client.ts";
import { sendLeftBehind } from "./send-left-behind.ts";
import type { StoredRegion } from "./wire.ts";

interface Opened {
  userId: string;
  /** The name of what is edited: see document-name.ts. */
  imageId: string;
  regionRevision: number;
  regions: readonly StoredRegion[];
}

const SAVED: SaveStatus = { kind: "saved", unsent: 0, reason: null, conflicts: [], lasting: true };

/** Saves what is drawn for as long as the editor is open, and what was left behind before. */
export function useRegionSaver(store: EditorStore, opened: Opened) {
  const [status, setStatus] = useState(SAVED);
  const saver = useRef<RegionSaver | null>(null);
  const unsafe = useRef(false);
  unsafe.current = !status.lasting && status.unsent > 0;

  // The editor is made anew for another image; what it was opened with does not change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    let closed = false;
    const shown = store.state.regions;
    const opening = openDeviceRecords(opened.userId).then(async (records) => {
      const client = httpRegionsClient;
      const { imageId, regionRevision, regions } = opened;
      const initial = { regionRevision, regions };
      saver.current = createRegionSaver({
        store,
        imageId,
        initial,
        shown,
        records,
        client,
        newId,
        onStatus: setStatus,
      });
      if (closed) return;
      await saver.current.start();
      await sendLeftBehind(records, client, imageId);
    });
    const refresh = () => {
      if (document.visibilityState === "visible") void saver.current?.refresh();
    };
    const leave = (event: BeforeUnloadEvent) => {
      if (unsafe.current) event.preventDefault();
    };
    window.addEventListener("online", refresh);
    window.addEventListener("focus", refresh);
    window.addEventListener("beforeunload", leave);
    return () => {
      closed = true;
      window.removeEventListener("online", refresh);
      window.removeEventListener("focus", refresh);
      window.removeEventListener("beforeunload", leave);
      void opening.then(() => saver.current?.close());
    };
  }, [store]);

  return {
    status,
    /** Sends what can be sent: the revision that is stored then, or null when not all of it is. */
    async settle(): Promise<number | null> {
      await saver.current?.refresh();
      return saver.current?.storedRevision() ?? null;
    },
    resolve: (key: string, as: Parameters<RegionSaver["resolve"]>[1]) => saver.current?.resolve(key, as),
    know: (key: string, revision: number) => saver.current?.know(key, revision),
  };
}
