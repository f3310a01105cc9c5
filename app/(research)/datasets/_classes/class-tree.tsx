"use client";

import Link from "next/link";
import { type DragEvent, type KeyboardEvent, useState, useTransition } from "react";
import { formatCount } from "#components/figures/format-number.ts";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { ClassDetail } from "#lib/services/classes/list-classes.ts";
import { arrangeClassAction } from "./actions.ts";
import { type Arrangement, arrange, type Step, treeOrder } from "./class-order.ts";

interface ClassTreeProps {
  datasetId: string;
  revision: number;
  classes: readonly ClassDetail[];
  currentId: string | null;
  /** Whether the person may change classes. */
  editable: boolean;
}

const STEPS: Record<string, Step> = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };

const STEP_BUTTONS: { step: Step; label: string }[] = [
  { step: "up", label: "Move up" },
  { step: "down", label: "Move down" },
  { step: "in", label: "Put under the one before" },
  { step: "out", label: "Take out" },
];

/** The classes as a tree: a class is opened by its link, moved by buttons, by Alt and the arrow keys, or by dragging it onto another. */
export function ClassTree({ datasetId, revision, classes, currentId, editable }: ClassTreeProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const [over, setOver] = useState<string | null>(null);

  function send(classId: string, wish: Arrangement) {
    if (!wish || pending) return;
    startTransition(async () => {
      const { error } = await arrangeClassAction(datasetId, revision, classId, wish);
      setProblem(error);
    });
  }

  function onKeyDown(event: KeyboardEvent, classId: string) {
    const step = STEPS[event.key];
    if (!step) return;
    if (event.altKey) {
      event.preventDefault();
      if (editable) send(classId, arrange(classes, classId, step));
    } else if (step === "up" || step === "down") {
      event.preventDefault();
      const links = [...(event.currentTarget.closest("ul")?.querySelectorAll("a") ?? [])];
      links[links.indexOf(event.currentTarget as HTMLAnchorElement) + (step === "up" ? -1 : 1)]?.focus();
    }
  }

  function onDrop(event: DragEvent, parentId: string | null) {
    event.preventDefault();
    setOver(null);
    const classId = event.dataTransfer.getData("text/x-class");
    if (classId && classId !== parentId) send(classId, { parentId });
  }

  const dropTarget = (id: string | null) => ({
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(id ?? "top");
    },
    onDragLeave: () => setOver(null),
    onDrop: (event: DragEvent) => onDrop(event, id),
  });

  return (
    <div aria-busy={pending}>
      {problem ? (
        <div className="mb-3">
          <Notice tone="danger" live>
            {problem}
          </Notice>
        </div>
      ) : null}
      <ul aria-label="Classes" className={classNames("border-t border-line", pending && "opacity-60")}>
        {treeOrder(classes).map(({ node, depth }) => (
          <li key={node.id} className="border-b border-line" {...(editable ? dropTarget(node.id) : {})}>
            <Link
              href={`/datasets/${datasetId}/classes?class=${node.id}`}
              scroll={false}
              aria-current={node.id === currentId ? "true" : undefined}
              aria-label={`${node.name}, level ${depth + 1}, ${node.imageCount} images`}
              draggable={editable}
              onDragStart={(event) => event.dataTransfer.setData("text/x-class", node.id)}
              onKeyDown={(event) => onKeyDown(event, node.id)}
              style={{ paddingLeft: `${12 + 20 * Math.min(depth, 8)}px` }}
              className={classNames(
                "flex min-h-9 items-center gap-3 py-1 pr-3 text-sm max-sm:min-h-11",
                node.id === currentId ? "bg-fill font-medium" : "hover:bg-fill/60",
                over === node.id && "outline-2 -outline-offset-2 outline-accent",
              )}
            >
              <span className="min-w-0 flex-1 truncate">{node.name}</span>
              {node.shortcut ? (
                <kbd className="rounded border border-edge/60 px-1.5 font-mono text-xs text-muted">
                  {node.shortcut}
                </kbd>
              ) : null}
              <span className="w-16 text-right text-muted tabular-nums">{formatCount(node.imageCount)}</span>
              <span className="w-16 text-right text-muted tabular-nums max-sm:hidden">
                {formatCount(node.regionCount)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {editable && currentId ? (
        <div className="mt-2 flex flex-wrap gap-2">
          {STEP_BUTTONS.map(({ step, label }) => {
            const wish = arrange(classes, currentId, step);
            return (
              <Button key={step} disabled={!wish || pending} onClick={() => send(currentId, wish)}>
                {label}
              </Button>
            );
          })}
        </div>
      ) : null}
      {editable ? (
        <div
          {...dropTarget(null)}
          className={classNames(
            "mt-2 rounded-md border border-dashed px-3 py-2 text-xs text-muted",
            over === "top" ? "border-accent" : "border-edge/60",
          )}
        >
          Drag a class onto another to put it under it, or here for the top. With the keyboard: Alt + ↑ ↓
          moves it, Alt + → puts it under the one before, Alt + ← takes it out.
        </div>
      ) : null}
    </div>
  );
}
