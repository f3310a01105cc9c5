"use client";

import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Conflict } from "../saving/change-queue.ts";
import type { Resolution } from "../saving/region-saver.ts";
import type { EditorRegion } from "../store/state.ts";
import { useShared } from "../view/use-editor.ts";
import { regionWords } from "./region-words.ts";

interface ConflictNoticeProps {
  conflicts: readonly Conflict[];
  resolve: (key: string, as: Resolution) => void;
}

/** A region that two people changed: what each of them has, and the choice. */
export function ConflictNotice({ conflicts, resolve }: ConflictNoticeProps) {
  const { classes, indexOf } = useShared();
  const inWords = (region: EditorRegion | null) =>
    region ? regionWords(region, classes[indexOf(region.classId)]?.name ?? "no class") : "removed";
  const [conflict] = conflicts;
  if (!conflict) return null;
  const { key, mine, theirs, by } = conflict;
  const more = conflicts.length > 1 ? ` (1 of ${conflicts.length})` : "";
  return (
    <div className="p-3">
      <Notice tone="warn" live title={`${by} changed the same region${more}`}>
        <dl className="my-2">
          <dt className="font-medium">Yours</dt>
          <dd>{inWords(mine)}</dd>
          <dt className="mt-1 font-medium">Theirs</dt>
          <dd>{inWords(theirs)}</dd>
        </dl>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => resolve(key, "mine")}>Keep mine</Button>
          <Button onClick={() => resolve(key, "theirs")}>Take theirs</Button>
          {mine && theirs ? <Button onClick={() => resolve(key, "both")}>Keep both</Button> : null}
        </div>
      </Notice>
    </div>
  );
}
