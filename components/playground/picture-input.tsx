"use client";

import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { buttonClass } from "#components/ui/button-class.ts";
import { classNames } from "#components/ui/class-names.ts";
import type { ShownPicture } from "./lab.ts";
import { fileFrom } from "./picture-from.ts";

interface PictureInputProps {
  shown: ShownPicture | null;
  onFile: (file: File) => void;
  onRefuse: (message: string) => void;
}

/** The picture, and all the ways to bring another: choose, take, drop anywhere on the page, paste. */
export function PictureInput({ shown, onFile, onRefuse }: PictureInputProps) {
  const choose = useRef<HTMLInputElement>(null);
  const take = useRef<HTMLInputElement>(null);
  const isOver = useWindowDrop(onFile, onRefuse);

  const pick = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    // The same file can be chosen again.
    target.value = "";
    if (file) onFile(file);
  };

  return (
    <div>
      <div
        className={classNames(
          "relative grid place-items-center overflow-hidden rounded-lg border bg-fill",
          shown && !isOver ? "border-line" : "min-h-44 border-dashed border-edge/60",
          isOver && "outline-2 outline-offset-2 outline-accent",
        )}
      >
        {shown ? (
          // biome-ignore lint/performance/noImgElement: made in this page
          <img
            src={shown.url}
            width={shown.width}
            height={shown.height}
            alt="The one that was asked about"
            className="max-h-72 w-full object-contain max-lg:max-h-52"
          />
        ) : (
          <p className="p-6 text-center text-muted">Drop a photo here, paste one, or choose it below.</p>
        )}
        {isOver ? (
          <p className="absolute inset-0 grid place-items-center bg-surface/85 font-semibold">
            Drop it anywhere
          </p>
        ) : null}
      </div>
      {shown ? (
        <p className="mt-1 truncate text-sm text-muted" title={shown.name}>
          {shown.name} · {shown.width} × {shown.height}
        </p>
      ) : null}
      <div className="mt-2 flex flex-wrap gap-2">
        <button
          type="button"
          className={classNames(buttonClass("primary"), "flex-1")}
          onClick={() => choose.current?.click()}
          data-shortcut="o"
          data-shortcut-label="Choose a photo"
        >
          Choose a photo
        </button>
        <button
          type="button"
          className={classNames(buttonClass(), "flex-1 pointer-fine:hidden")}
          onClick={() => take.current?.click()}
        >
          Take one
        </button>
      </div>
      <input
        ref={choose}
        type="file"
        accept="image/*"
        hidden
        onChange={pick}
        aria-label="Photo from this device"
      />
      <input
        ref={take}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={pick}
        aria-label="Photo from the camera"
      />
    </div>
  );
}

/** Drops and pastes anywhere on the page; true while files are held over it. */
function useWindowDrop(onFile: (file: File) => void, onRefuse: (message: string) => void): boolean {
  const [isOver, setOver] = useState(false);
  const handlers = useRef({ onFile, onRefuse });
  handlers.current = { onFile, onRefuse };

  useEffect(() => {
    const bring = (data: DataTransfer | null) => {
      const brought = fileFrom(data);
      if (brought && "file" in brought) handlers.current.onFile(brought.file);
      else if (brought) handlers.current.onRefuse(brought.message);
    };
    const onDragOver = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      bring(event.dataTransfer);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLInputElement && event.target.type === "search") return;
      bring(event.clipboardData);
    };
    const listeners: [string, EventListener][] = [
      ["dragover", onDragOver as EventListener],
      ["dragleave", onDragLeave as EventListener],
      ["drop", onDrop as EventListener],
      ["paste", onPaste as EventListener],
    ];
    for (const [name, listener] of listeners) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) window.removeEventListener(name, listener);
    };
  }, []);
  return isOver;
}
