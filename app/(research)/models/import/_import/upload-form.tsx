"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, FileInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Progress } from "#components/ui/progress.tsx";
import { formatSize } from "./format-size.ts";
import { sendFile } from "./send-file.ts";

const MEGABYTE = 1024 * 1024;

/** Choosing a model file and sending it, with its progress; then on to what was found in it. */
export function UploadForm({ maxBytes }: { maxBytes: number }) {
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const sending = useRef<ReturnType<typeof sendFile> | null>(null);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (!file) return setError("Choose a file first.");
    if (file.size > maxBytes) {
      return setError(
        `The file is ${formatSize(file.size)}; ${formatSize(maxBytes)} is the most that is taken.`,
      );
    }
    setError(null);
    setShare(0);
    sending.current = sendFile(file, setShare);
    const result = await sending.current.result;
    setShare(null);
    if ("error" in result) setError(result.error);
    else router.push(`/models/import/${result.id}`);
  }

  return (
    <form onSubmit={send} className="grid max-w-xl gap-4" noValidate>
      {error ? (
        <Notice tone="danger" title="The file was not taken" live>
          {error}
        </Notice>
      ) : null}
      <Field
        id="file"
        label="Model file"
        hint={`An ONNX classifier (.onnx), or weights of this project (.safetensors); up to ${formatSize(maxBytes)}.`}
      >
        <FileInput
          id="file"
          accept=".onnx,.safetensors"
          hinted
          disabled={share !== null}
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null);
            setError(null);
          }}
        />
      </Field>
      {share !== null && file ? (
        <div className="grid gap-2">
          <Progress
            done={Math.round((share * file.size) / MEGABYTE)}
            total={Math.max(1, Math.round(file.size / MEGABYTE))}
            label="MB sent"
          />
          <div>
            <Button onClick={() => sending.current?.stop()}>Stop</Button>
          </div>
        </div>
      ) : (
        <div>
          <Button type="submit" look="primary">
            Send and look at it
          </Button>
        </div>
      )}
    </form>
  );
}
