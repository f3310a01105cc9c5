"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";

/** Something to take away: an address to download, or what the page makes itself. */
export type ExportItem = { label: string } & (
  | { href: string; fileName?: string }
  | { save: () => Promise<void> | void }
);

interface ExportMenuProps {
  /** What is exported, e.g. "Insertion curves": the menu's accessible name. */
  of: string;
  items: readonly ExportItem[];
  /** Which edge of the button the list keeps to. */
  align?: "start" | "end";
}

const ITEM =
  "flex min-h-8 w-full items-center rounded px-2 text-left text-sm whitespace-nowrap hover:bg-fill max-sm:min-h-11";

/** One button that lists the ways to take something away. Escape and a click elsewhere close it. */
export function ExportMenu({ of, items, align = "start" }: ExportMenuProps) {
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState("");
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      root.current?.querySelector("button")?.focus();
    };
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey);
    };
  }, [open]);

  async function run(save: () => Promise<void> | void) {
    setOpen(false);
    setProblem("");
    try {
      await save();
    } catch {
      setProblem("This could not be written. Reload the page and try again.");
    }
  }

  return (
    <div ref={root} className="relative inline-block">
      <Button aria-expanded={open} aria-label={`Export ${of}`} onClick={() => setOpen(!open)}>
        Export
        <span aria-hidden="true" className="text-xs">
          ▾
        </span>
      </Button>
      {open ? (
        <ul
          className={classNames(
            "absolute left-0 z-20 mt-1 min-w-44 rounded-md border border-line bg-surface p-1 shadow-lg",
            align === "end" && "sm:right-0 sm:left-auto",
          )}
        >
          {items.map((item) => (
            <li key={item.label}>
              {"href" in item ? (
                <a
                  className={ITEM}
                  href={item.href}
                  download={item.fileName ?? true}
                  onClick={() => setOpen(false)}
                >
                  {item.label}
                </a>
              ) : (
                <button type="button" className={ITEM} onClick={() => run(item.save)}>
                  {item.label}
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {problem ? (
        <p role="alert" className="mt-1 text-sm text-danger">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
