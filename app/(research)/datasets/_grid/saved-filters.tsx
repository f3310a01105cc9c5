"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { TextInput } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import type { NamedFilter } from "#lib/services/curation/saved-filters.ts";
import { isNarrow, toQueryString } from "#lib/services/datasets/filter-query.ts";
import type { ImageFilter } from "#lib/services/datasets/image-filter.ts";
import { askServer, postJson } from "./ask-server.ts";
import { gridHref } from "./filter-links.ts";

interface SavedFiltersProps {
  datasetId: string;
  filter: ImageFilter;
  saved: readonly NamedFilter[];
  canEdit: boolean;
}

/** Filters under a name, shared by all who work on the data set: opened, saved, renamed and deleted here. */
export function SavedFilters({ datasetId, filter, saved, canEdit }: SavedFiltersProps) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const query = toQueryString(filter);
  const current = saved.find((one) => toQueryString(one.filter) === query);

  async function send(path: string, init: RequestInit) {
    setProblem(null);
    try {
      await askServer(path, init);
      router.refresh();
    } catch (error) {
      setProblem((error as Error).message);
    }
  }
  const canSave = canEdit && isNarrow(filter) && !current;
  if (saved.length === 0 && !canSave) return null;
  return (
    <section aria-label="Saved filters" className="grid gap-2">
      {saved.length > 0 ? (
        <ul className="flex flex-wrap items-center gap-1.5">
          {saved.map((one) => (
            <li key={one.id}>
              <Link
                href={gridHref(datasetId, one.filter)}
                scroll={false}
                prefetch={false}
                aria-current={one === current || undefined}
                className={classNames(
                  "inline-flex min-h-7 max-w-64 items-center rounded-md border px-2 text-sm max-sm:min-h-11",
                  one === current
                    ? "border-accent/40 bg-accent-soft font-medium text-accent"
                    : "border-line bg-surface text-ink hover:bg-fill",
                )}
              >
                <span className="truncate">{one.name}</span>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      {canSave ? (
        <NameInput
          key={query}
          label="Name of the filter"
          button="Save filter"
          onName={(name) => send(`/api/v1/datasets/${datasetId}/filters`, postJson({ name, filter }))}
        />
      ) : null}
      {canEdit && current ? (
        <details className="text-sm">
          <summary className="inline-flex min-h-8 items-center text-muted hover:text-ink max-sm:min-h-11">
            Rename or delete “{current.name}”
          </summary>
          <div className="flex flex-wrap items-center gap-2 pt-1">
            <NameInput
              key={current.id}
              label="New name of the filter"
              button="Rename"
              initial={current.name}
              onName={(name) =>
                send(`/api/v1/filters/${current.id}`, { method: "PATCH", body: JSON.stringify({ name }) })
              }
            />
            <Button look="danger" onClick={() => send(`/api/v1/filters/${current.id}`, { method: "DELETE" })}>
              Delete filter
            </Button>
          </div>
        </details>
      ) : null}
      <FormError>{problem}</FormError>
    </section>
  );
}

interface NameInputProps {
  label: string;
  button: string;
  initial?: string;
  onName(name: string): Promise<void>;
}

function NameInput({ label, button, initial = "", onName }: NameInputProps) {
  const [name, setName] = useState(initial);
  const [sending, setSending] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    setSending(true);
    await onName(name);
    setSending(false);
  }
  return (
    <form onSubmit={send} className="flex items-center gap-2">
      <TextInput
        aria-label={label}
        placeholder={label}
        value={name}
        required
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
        className="max-w-56"
      />
      <Button type="submit" disabled={sending}>
        {button}
      </Button>
    </form>
  );
}
