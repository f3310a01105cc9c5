"use client";

import { type ReactNode, useId, useRef } from "react";
import { Button } from "#components/ui/button.tsx";

interface RowDialogProps {
  /** Of the dialog; the button is "Change" to those who see the row it stands in. */
  title: string;
  children: ReactNode;
}

/** What can be done to one row of a table, apart from it: the table stays narrow and nothing is pressed by mistake. */
export function RowDialog({ title, children }: RowDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  return (
    <>
      <Button
        look="quiet"
        className="-my-1.5"
        aria-label={`Change ${title}`}
        onClick={() => dialog.current?.showModal()}
      >
        Change
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={id}
        className="m-auto w-[28rem] max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-6 text-left text-base whitespace-normal text-ink shadow-xl backdrop:bg-black/40"
      >
        <h3 id={id} className="mb-4 text-lg font-semibold wrap-anywhere">
          {title}
        </h3>
        <div className="grid gap-5">{children}</div>
        <div className="mt-6 flex justify-end">
          <Button onClick={() => dialog.current?.close()}>Close</Button>
        </div>
      </dialog>
    </>
  );
}
