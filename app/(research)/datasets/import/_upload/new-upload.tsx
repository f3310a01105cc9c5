"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { formatSize } from "#components/figures/format-size.ts";
import { Notice } from "#components/ui/notice.tsx";
import { type ChosenFile, proposeName } from "./chosen-files.ts";
import { DropZone } from "./drop-zone.tsx";
import { beginUpload } from "./upload.ts";

interface NewUploadProps {
  /** The data set it goes into; without one, a new one. */
  datasetId?: string;
  maxBytes: number;
  /** What is sent: the pictures themselves, or a manifest of their addresses. */
  kind?: "upload" | "urls";
}

/** Begins an import of files from this computer, and goes on to it. */
export function NewUpload({ datasetId, maxBytes, kind = "upload" }: NewUploadProps) {
  const router = useRouter();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function begin(files: ChosenFile[]) {
    const total = files.reduce((sum, { file }) => sum + file.size, 0);
    if (total > maxBytes) {
      return setError(
        `These are ${formatSize(total)}; one import may send ${formatSize(maxBytes)}. Send it in parts, or have it put on the server.`,
      );
    }
    setBusy(true);
    setError(null);
    try {
      const response = await fetch("/api/v1/datasets/imports", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ datasetId, name: proposeName(files), source: { kind } }),
      });
      const body = (await response.json()) as { id?: string; error?: { message: string } };
      if (!body.id) throw new Error(body.error?.message ?? "The site did not take it.");
      beginUpload(body.id, files);
      router.push(`/datasets/import/${body.id}`);
    } catch (failure) {
      setBusy(false);
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  }

  return (
    <div className="grid gap-4">
      {error ? (
        <Notice tone="danger" title="Nothing was sent" live>
          {error}
        </Notice>
      ) : null}
      <DropZone onFiles={begin} disabled={busy}>
        <div className="grid gap-1">
          <p className="text-lg font-semibold">{INVITATIONS[kind]}</p>
          <p className="max-w-prose text-sm text-muted">
            {kind === "urls"
              ? "A .txt, .csv, .tsv or .jsonl file with an address for each picture; the server fetches them. "
              : `Up to ${formatSize(maxBytes)}. `}
            It is looked at first: you see what would be taken, changed and refused before anything is
            written.
          </p>
        </div>
      </DropZone>
    </div>
  );
}

const INVITATIONS = {
  upload: "Drop pictures, a folder or an archive (.zip, .tar, .tar.gz) here",
  urls: "Drop a manifest of addresses here",
};
