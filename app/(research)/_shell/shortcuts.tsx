"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { SectionLink } from "./sections.ts";
import { useShortcuts } from "./use-shortcuts.ts";

const STORED_AS = "whynot.shortcuts";

interface Entry {
  keys: string;
  does: string;
}

function pageEntries(): Entry[] {
  return [...document.querySelectorAll<HTMLElement>("main [data-shortcut]")].map((element) => ({
    keys: element.dataset.shortcut ?? "",
    does: element.dataset.shortcutLabel ?? element.textContent?.trim() ?? "",
  }));
}

function EntryList({ title, entries }: { title: string; entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <section className="mb-4">
      <h3 className="mb-1 text-sm font-semibold">{title}</h3>
      <dl className="divide-y divide-line">
        {entries.map(({ keys, does }) => (
          <div key={keys} className="flex justify-between gap-8 py-1 text-sm">
            <dd>{does}</dd>
            <dt className="font-mono text-muted">{keys}</dt>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The button and dialog that list the keys of the page, and the switch that turns single-key shortcuts off. */
export function Shortcuts({ sections }: { sections: readonly SectionLink[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [enabled, setEnabled] = useState(true);
  const [entries, setEntries] = useState<Entry[]>([]);

  useEffect(() => setEnabled(localStorage.getItem(STORED_AS) !== "off"), []);

  const open = useCallback(() => {
    setEntries(pageEntries());
    dialog.current?.showModal();
  }, []);
  useShortcuts(enabled, sections, open);

  function toggle(on: boolean) {
    setEnabled(on);
    localStorage.setItem(STORED_AS, on ? "on" : "off");
  }

  return (
    <>
      <button
        type="button"
        onClick={open}
        className="flex min-h-8 w-full items-center justify-between rounded-md text-sm text-muted hover:text-ink max-md:hidden"
      >
        Shortcuts <kbd className="font-mono text-xs">?</kbd>
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="shortcuts-title"
        className="m-auto w-[26rem] max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-6 text-ink shadow-xl backdrop:bg-black/40"
      >
        <h2 id="shortcuts-title" className="mb-4 text-lg font-semibold">
          Keyboard shortcuts
        </h2>
        <EntryList title="On this page" entries={entries} />
        <EntryList
          title="Anywhere"
          entries={[
            ...sections.map(({ key, label }) => ({ keys: `g ${key}`, does: `Go to ${label}` })),
            { keys: "?", does: "This list" },
          ]}
        />
        <div className="flex items-center justify-between gap-4">
          <label className="flex min-h-8 items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={enabled}
              onChange={(event) => toggle(event.target.checked)}
            />
            Use single-key shortcuts
          </label>
          <Button onClick={() => dialog.current?.close()}>Close</Button>
        </div>
      </dialog>
    </>
  );
}
