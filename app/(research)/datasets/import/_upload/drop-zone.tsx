"use client";

import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { type ChosenFile, fromDrop, fromInput } from "./chosen-files.ts";

interface DropZoneProps {
  onFiles: (files: ChosenFile[]) => void;
  disabled?: boolean;
  children: ReactNode;
}

/** Where files, folders and archives are dropped, or chosen. */
export function DropZone({ onFiles, disabled, children }: DropZoneProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  const take = (chosen: ChosenFile[]) => {
    if (chosen.length > 0) onFiles(chosen);
  };
  async function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    if (!disabled) take(await fromDrop(event.dataTransfer));
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way; the buttons in it are the other
    <div
      data-testid="drop-zone"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classNames(
        "flex flex-col items-start gap-4 rounded-lg border border-dashed p-6 sm:p-8",
        over && !disabled ? "border-accent bg-accent-soft" : "border-edge bg-surface",
      )}
    >
      {children}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={disabled} onClick={() => files.current?.click()}>
          Choose files or an archive
        </Button>
        <Button disabled={disabled} onClick={() => folder.current?.click()}>
          Choose a folder
        </Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Files or an archive"
        onChange={({ target }) => {
          take(fromInput(target.files ?? new DataTransfer().files));
          target.value = "";
        }}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label="A folder"
        {...{ webkitdirectory: "" }}
        onChange={({ target }) => {
          take(fromInput(target.files ?? new DataTransfer().files));
          target.value = "";
        }}
      />
    </div>
  );
}
