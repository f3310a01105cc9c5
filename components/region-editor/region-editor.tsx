"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { Segmented } from "#components/ui/segmented.tsx";
import type { AnnotationShape } from "#lib/formats/dataset/annotation.ts";
import { ClassPicker } from "./panel/class-picker.tsx";
import { ConflictNotice } from "./panel/conflict-notice.tsx";
import { HistoryPanel } from "./panel/history-panel.tsx";
import { ProposePanel } from "./panel/propose-panel.tsx";
import { RegionList } from "./panel/region-list.tsx";
import { SaveStatus } from "./panel/save-status.tsx";
import { SelectionPanel } from "./panel/selection-panel.tsx";
import { drawingName } from "./saving/document-name.ts";
import { newId } from "./saving/new-id.ts";
import { useRegionSaver } from "./saving/use-region-saver.ts";
import { type StoredRegion, toEditorRegion } from "./saving/wire.ts";
import { createEditorStore } from "./store/editor-store.ts";
import { openState, type ToolId } from "./store/state.ts";
import type { EditorTask } from "./task/editor-task.ts";
import { FinishDialog } from "./task/finish-dialog.tsx";
import { GroundTruthActions, regionsHref } from "./task/ground-truth-actions.tsx";
import { RoundNote } from "./task/round-note.tsx";
import { ActionBar } from "./view/action-bar.tsx";
import { Announcer } from "./view/announcer.tsx";
import { shapePath } from "./view/shape-path.ts";
import { ShortcutDialog } from "./view/shortcut-dialog.tsx";
import { Stage } from "./view/stage.tsx";
import { ToolIcon } from "./view/tool-icon.tsx";
import { ToolRail } from "./view/tool-rail.tsx";
import { type EditorClass, EditorContext } from "./view/use-editor.ts";
import { useEditorKeys } from "./view/use-editor-keys.ts";
import { useKeymap } from "./view/use-keymap.ts";

export interface EditorImage {
  id: string;
  fileName: string;
  datasetId: string;
  datasetName: string;
  url: string;
  width: number;
  height: number;
  classId: string | null;
}

interface RegionEditorProps {
  image: EditorImage;
  classes: readonly EditorClass[];
  regionRevision: number;
  regions: readonly StoredRegion[];
  userId: string;
  task: EditorTask;
}

/** The tool stays in hand from image to image. */
let toolInHand: ToolId = "select";

/** Draws the regions of one image: picture, tools, lists, and everything saved as it is drawn. */
export function RegionEditor({ image, classes, regionRevision, regions, userId, task }: RegionEditorProps) {
  const router = useRouter();
  const [store] = useState(() => {
    const size = { width: image.width, height: image.height };
    const state = openState(size, regions.map(toEditorRegion), newId, image.classId);
    return createEditorStore({ ...state, tool: toolInHand });
  });
  const saving = useRegionSaver(store, {
    userId,
    imageId: task.kind === "independent" ? drawingName(task.drawingId) : image.id,
    regionRevision,
    regions,
  });
  const [keymap, changeKeymap] = useKeymap();
  const [tab, setTab] = useState<"regions" | "history" | "propose">("regions");
  const [isOpen, setOpen] = useState(task.kind === "independent" && task.doneCount === 0);
  const [proposal, setProposal] = useState<readonly AnnotationShape[]>([]);
  const dialog = useRef<HTMLDialogElement>(null);
  const search = useRef<HTMLInputElement>(null);

  const shared = useMemo(() => {
    const places = new Map(classes.map(({ id }, i) => [id, i]));
    return { store, classes, indexOf: (id: string | null) => (id === null ? -1 : (places.get(id) ?? -1)) };
  }, [store, classes]);

  const go = useCallback(
    (direction: "next" | "previous") => {
      if (task.kind === "independent") return;
      const id = direction === "next" ? task.nextId : task.previousId;
      if (id) router.push(regionsHref(id));
    },
    [router, task],
  );
  useEditorKeys(shared, keymap, {
    listKeys: () => dialog.current?.showModal(),
    findClass: () => {
      setTab("regions");
      setOpen(true);
      requestAnimationFrame(() => search.current?.focus());
    },
    go,
  });
  useEffect(
    () =>
      store.subscribe(({ tool }) => {
        toolInHand = tool;
      }),
    [store],
  );

  const maps = task.kind === "ground-truth" ? task.maps : null;
  const tabs = [
    { id: "regions", label: "Regions", title: "What is drawn" },
    ...(task.kind === "ground-truth"
      ? [{ id: "history", label: "History", title: "Who changed what, and the way back" } as const]
      : []),
    ...(maps ? [{ id: "propose", label: "Propose", title: "Regions from a saliency map" } as const] : []),
  ] as const;

  return (
    <EditorContext value={shared}>
      <div className="fixed inset-0 z-30 flex flex-col bg-canvas md:left-[208px]">
        <header className="flex shrink-0 items-center gap-3 border-b border-line bg-surface px-3 py-1.5">
          <nav aria-label="Breadcrumb" className="min-w-0">
            <Link
              className="block min-h-6 truncate text-xs text-muted hover:text-ink hover:underline"
              href={task.kind === "independent" ? task.roundHref : `/datasets/${image.datasetId}`}
            >
              {task.kind === "independent" ? task.roundName : image.datasetName}
            </Link>
            <h1 className="truncate text-sm font-semibold">
              {task.kind === "independent" ? (
                image.fileName
              ) : (
                <Link className="inline-block min-h-6 leading-6 hover:underline" href={`/images/${image.id}`}>
                  {image.fileName}
                </Link>
              )}
            </h1>
          </nav>
          <div className="ml-auto flex min-w-0 items-center gap-2">
            <SaveStatus status={saving.status} />
            <button
              type="button"
              className="min-h-8 rounded-md px-2 text-sm text-muted hover:bg-fill max-md:hidden"
              onClick={() => dialog.current?.showModal()}
            >
              Keys <kbd className="font-mono text-xs">?</kbd>
            </button>
            {task.kind === "independent" ? (
              <FinishDialog task={task} settle={saving.settle} />
            ) : (
              <GroundTruthActions task={task} settle={saving.settle} />
            )}
          </div>
        </header>
        <div className="flex min-h-0 flex-1 flex-col md:flex-row">
          <div className="max-md:order-4 md:flex">
            <ToolRail keymap={keymap} />
          </div>
          <div className="flex min-h-0 min-w-0 flex-1 flex-col max-md:contents">
            <ActionBar>
              <button
                type="button"
                aria-expanded={isOpen}
                aria-label="Classes and regions"
                className="inline-flex size-11 items-center justify-center rounded-md hover:bg-fill md:hidden"
                onClick={() => setOpen(!isOpen)}
              >
                <ToolIcon name="panel" />
              </button>
            </ActionBar>
            <div className="relative min-h-0 flex-1 max-md:order-1">
              <Stage
                picture={{ url: image.url, alt: "The image", width: image.width, height: image.height }}
                preview={<Proposal shapes={proposal} />}
              />
            </div>
          </div>
          <aside
            aria-label="Classes and regions"
            className={classNames(
              "flex min-h-0 shrink-0 flex-col overflow-y-auto border-line bg-surface max-md:order-2 max-md:max-h-[40dvh] max-md:border-t md:w-72 md:border-l",
              !isOpen && "max-md:hidden",
            )}
          >
            <ConflictNotice conflicts={saving.status.conflicts} resolve={saving.resolve} />
            {task.kind === "independent" ? <RoundNote task={task} /> : null}
            <div className={classNames("border-b border-line p-3", tabs.length === 1 && "hidden")}>
              <Segmented name="panel" legend="Panel" segments={tabs} value={tab} onChange={setTab} />
            </div>
            {tab === "regions" ? (
              <>
                <ClassPicker search={search} />
                <SelectionPanel />
                <RegionList />
              </>
            ) : null}
            {tab === "history" ? <HistoryPanel imageId={image.id} know={saving.know} /> : null}
            {tab === "propose" && maps ? <ProposePanel maps={maps} show={setProposal} /> : null}
          </aside>
        </div>
      </div>
      <Announcer />
      <ShortcutDialog dialog={dialog} keymap={keymap} change={changeKeymap} />
    </EditorContext>
  );
}

function Proposal({ shapes }: { shapes: readonly AnnotationShape[] }) {
  return shapes.map((shape, i) => (
    <path
      // biome-ignore lint/suspicious/noArrayIndexKey: proposals have no identity
      key={i}
      d={shapePath(shape)}
      fill="#fff"
      fillOpacity={0.25}
      fillRule="evenodd"
      stroke="#fff"
      strokeWidth={2}
      strokeDasharray="4 3"
      vectorEffect="non-scaling-stroke"
    />
  ));
}
