"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { formatCount } from "#components/figures/format-number.ts";
import { formatSize } from "#components/figures/format-size.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { timeLeft } from "../../../_shell/time-left.ts";
import type { ChosenFile } from "./chosen-files.ts";
import { DropZone } from "./drop-zone.tsx";
import { beginUpload, findUpload, forgetUpload, type Upload, type UploadProgress } from "./upload.ts";

interface UploadPanelProps {
  importId: string;
  /** What has come so far, of what was announced. */
  received: number;
  byteSize: number;
  fileCount: number;
}

/** Sending the files of an import: how far it is, pausing, and choosing them again after the page was left. */
export function UploadPanel({ importId, received, byteSize, fileCount }: UploadPanelProps) {
  const router = useRouter();
  const [upload, setUpload] = useState<Upload | undefined>(undefined);
  const [ready, setReady] = useState(false);
  // Only the tab that sends knows of it: what the server draws does not.
  useEffect(() => {
    setUpload(findUpload(importId));
    setReady(true);
  }, [importId]);
  if (!ready) return null;
  if (upload) return <Sending upload={upload} onSent={() => router.refresh()} />;
  const again = (files: ChosenFile[]) => setUpload(beginUpload(importId, files));
  return (
    <div className="grid gap-4">
      {fileCount > 0 ? (
        <Notice tone="warn" title="This page is not sending it any more">
          {formatSize(received)} of {formatSize(byteSize)} in {formatCount(fileCount)}{" "}
          {fileCount === 1 ? "file" : "files"} have come and are kept. Choose the same again: only the rest is
          sent. If another tab or person is sending it, leave it be.
        </Notice>
      ) : null}
      <DropZone onFiles={again}>
        <p className="text-lg font-semibold">
          {fileCount > 0 ? "Choose the same files again" : "Drop pictures, a folder or an archive here"}
        </p>
      </DropZone>
    </div>
  );
}

function Sending({ upload, onSent }: { upload: Upload; onSent: () => void }) {
  const progress = useSyncExternalStore(upload.listen, upload.read, upload.read);
  const [failed, setFailed] = useState<string | null>(null);
  const pace = usePace(progress);
  const { state, sentBytes, totalBytes, sentFiles, totalFiles, error } = progress;

  const end = useCallback(() => {
    setFailed(null);
    finish(upload.importId).then(onSent, (reason: Error) => setFailed(reason.message));
  }, [upload, onSent]);
  const asked = useRef(false);
  useEffect(() => {
    if (state !== "sent" || asked.current) return;
    asked.current = true;
    end();
  }, [state, end]);
  // Leaving would end it: the browser asks first.
  useEffect(() => {
    if (state === "sent" || state === "refused") return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [state]);

  const share = totalBytes > 0 ? sentBytes / totalBytes : 1;
  const running = state === "sending" || state === "waiting";
  return (
    <Card>
      <div className="grid gap-3">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <p className="font-medium">{HEADINGS[state]}</p>
          <p className="text-sm text-muted tabular-nums">
            {formatSize(sentBytes)} of {formatSize(totalBytes)}
            {totalFiles > 1 ? ` · ${formatCount(sentFiles)} of ${formatCount(totalFiles)} files` : ""}
            {running && pace ? ` · ${pace}` : ""}
          </p>
        </div>
        <div
          role="progressbar"
          aria-label="Sent"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(100 * share)}
          className="h-1.5 overflow-hidden rounded-full bg-fill"
        >
          <div className="h-full rounded-full bg-accent" style={{ width: `${100 * share}%` }} />
        </div>
        {(error ?? failed) ? (
          <p role="alert" className={state === "waiting" ? "text-sm text-warn" : "text-sm text-danger"}>
            {state === "waiting"
              ? `${error} What has come is kept; trying again by itself.`
              : (failed ?? error)}
          </p>
        ) : null}
        <div className="flex flex-wrap gap-2">
          {running ? <Button onClick={() => upload.pause()}>Pause</Button> : null}
          {state === "paused" || state === "refused" ? (
            <Button look="primary" onClick={() => void upload.run()}>
              {state === "paused" ? "Resume" : "Try again"}
            </Button>
          ) : null}
          {failed ? (
            <Button look="primary" onClick={end}>
              Try again
            </Button>
          ) : null}
        </div>
      </div>
    </Card>
  );
}

const HEADINGS: Record<UploadProgress["state"], string> = {
  sending: "Sending",
  waiting: "Waiting for the connection",
  paused: "Paused",
  sent: "Everything has come",
  refused: "A file was not taken",
};

/** Says that all has come, so that a worker looks at it. */
async function finish(importId: string): Promise<void> {
  const response = await fetch(`/api/v1/datasets/imports/${importId}/inspect`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  }).catch(() => null);
  if (response?.ok) return forgetUpload(importId);
  const body = (await response?.json().catch(() => null)) as { error?: { message?: string } } | null;
  throw new Error(body?.error?.message ?? "The site cannot be reached. All files are kept: try again.");
}

/** Rate and time left since this page began to look. */
function usePace({ sentBytes, totalBytes }: UploadProgress): string {
  const [start] = useState(() => ({ bytes: sentBytes, atMs: Date.now() }));
  const [now, setNow] = useState(start.atMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const elapsedMs = now - start.atMs;
  const done = sentBytes - start.bytes;
  if (elapsedMs < 3_000 || done <= 0) return "";
  const left = timeLeft(elapsedMs, done, totalBytes - sentBytes);
  return [`${formatSize((1000 * done) / elapsedMs)}/s`, left].filter(Boolean).join(" · ");
}
