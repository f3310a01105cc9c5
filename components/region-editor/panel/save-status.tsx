"use client";

import { classNames } from "#components/ui/class-names.ts";
import type { SaveStatus as Status } from "../saving/region-saver.ts";

function words({ kind, unsent, reason, lasting }: Status): string {
  switch (kind) {
    case "saved":
      return "Saved";
    case "saving":
      return "Saving…";
    case "waiting":
      return lasting
        ? `Saved on this device, will send (${unsent})`
        : `Not saved yet (${unsent}): keep this page open`;
    case "signed-out":
      return "You are signed out. Kept on this device: sign in again in another tab to send";
    case "refused":
      return `Not saved: ${reason}`;
  }
}

/** One quiet line: where the work is. */
export function SaveStatus({ status }: { status: Status }) {
  const isTrouble =
    status.kind === "refused" ||
    status.kind === "signed-out" ||
    (status.kind === "waiting" && !status.lasting);
  return (
    <p
      role="status"
      data-saved={status.kind}
      title={words(status)}
      className={classNames("truncate text-sm", isTrouble ? "text-danger" : "text-muted")}
    >
      {words(status)}
    </p>
  );
}
