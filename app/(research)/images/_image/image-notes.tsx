"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextArea, TextInput } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import type { ImageChange } from "#lib/services/curation/image-change.ts";
import { askServer, postJson } from "../../datasets/_grid/ask-server.ts";

interface ImageNotesProps {
  datasetId: string;
  imageId: string;
  note: string;
  tags: readonly string[];
}

/** The note and the tags of one image, changed by the same edits as many are: they can be undone in the grid. */
export function ImageNotes({ datasetId, imageId, note, tags }: ImageNotesProps) {
  const router = useRouter();
  const [text, setText] = useState(note);
  const [tag, setTag] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [saved, setSaved] = useState(false);

  async function send(change: ImageChange) {
    setSending(true);
    setProblem(null);
    try {
      const selection = { ids: [imageId] };
      await askServer(`/api/v1/datasets/${datasetId}/edits`, postJson({ selection, change }));
      if (change.kind === "add-tag") setTag("");
      setSaved(change.kind === "set-note");
      router.refresh();
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setSending(false);
    }
  }
  function submit(event: FormEvent, change: ImageChange) {
    event.preventDefault();
    void send(change);
  }
  return (
    <div className="grid gap-3">
      {tags.length > 0 ? (
        <ul aria-label="Tags" className="flex flex-wrap gap-1.5">
          {tags.map((one) => (
            <li key={one}>
              <button
                type="button"
                disabled={sending}
                onClick={() => send({ kind: "remove-tag", tag: one })}
                aria-label={`Remove tag ${one}`}
                className="inline-flex min-h-7 items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 text-sm hover:bg-fill max-sm:min-h-11"
              >
                {one} <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <form onSubmit={(event) => submit(event, { kind: "add-tag", tag })} className="flex gap-2">
        <TextInput
          aria-label="New tag"
          placeholder="New tag"
          value={tag}
          required
          maxLength={60}
          onChange={(event) => setTag(event.target.value)}
        />
        <Button type="submit" disabled={sending}>
          Add tag
        </Button>
      </form>
      <form onSubmit={(event) => submit(event, { kind: "set-note", note: text })} className="grid gap-2">
        <TextArea
          aria-label="Note"
          placeholder="A note for other curators"
          rows={3}
          maxLength={5000}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setSaved(false);
          }}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" disabled={sending || text === note}>
            Save note
          </Button>
          <p role="status" className="text-sm text-muted">
            {saved ? "Note saved." : ""}
          </p>
        </div>
      </form>
      <FormError>{problem}</FormError>
    </div>
  );
}
