"use client";

import { type DragEvent, type ReactNode, type Ref, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { FormError } from "#components/ui/form-error.tsx";
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
  const [empty, setEmpty] = useState(false);

  const take = (chosen: ChosenFile[]) => {
    setEmpty(chosen.length === 0);
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
      <FormError>
        {empty && "There is no file in it that could be of a data set; hidden ones are left out."}
      </FormError>
      <FileInput ref={files} label="Files or an archive" onFiles={take} />
      <FileInput ref={folder} label="A folder" isFolder onFiles={take} />
    </div>
  );
}

interface FileInputProps {
  ref: Ref<HTMLInputElement>;
  label: string;
  isFolder?: boolean;
  onFiles: (files: ChosenFile[]) => void;
}

/** What a button opens; it can be used again for the same files. */
function FileInput({ ref, label, isFolder, onFiles }: FileInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      multiple={!isFolder}
      hidden
      aria-label={label}
      {...(isFolder ? { webkitdirectory: "" } : {})}
      onChange={({ target }) => {
        onFiles(fromInput(target.files));
        target.value = "";
      }}
    />
  );
}
