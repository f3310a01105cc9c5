"use client";

import { type RefObject, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { COMMANDS, type Command } from "../store/commands.ts";
import { type Keymap, keyName, keyProblem, keysOf } from "../store/keymap.ts";

const GROUPS = ["Tools", "Drawing", "Shapes", "View"] as const;
const FIXED: readonly (readonly [string, string])[] = [
  ["arrows", "Move the crosshair, or what is selected, by 1 pixel"],
  ["Shift+arrows", "By 10 pixels"],
  ["Enter", "Place a point; once more in the same place, finish"],
  ["Escape", "Put the drawing aside, let go, end the tool"],
  ["1 … 9", "Class by its number"],
  ["/", "Find a class"],
  ["j, k", "Next image, image before"],
  ["Space", "Held: move the picture"],
];

interface ShortcutDialogProps {
  dialog: RefObject<HTMLDialogElement | null>;
  keymap: Keymap;
  change: (keymap: Keymap) => void;
}

/** Every key of the editor. A key is changed by pressing another one; two commands never share one. */
export function ShortcutDialog({ dialog, keymap, change }: ShortcutDialogProps) {
  const [asking, setAsking] = useState<string | null>(null);
  const [problem, setProblem] = useState("");

  function press(command: Command, event: React.KeyboardEvent): void {
    if (["Shift", "Control", "Alt", "Meta", "Tab"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      setAsking(null);
      return;
    }
    const key = keyName(event);
    const found = keyProblem(COMMANDS, keymap, command, key);
    setProblem(found ?? "");
    if (found) return;
    change({ ...keymap, [command.id]: [key] });
    setAsking(null);
  }

  return (
    <dialog
      ref={dialog}
      aria-labelledby="editor-keys-title"
      className="m-auto max-h-[85dvh] w-[38rem] max-w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-line bg-surface p-6 text-ink shadow-xl backdrop:bg-black/40"
      onClose={() => {
        setAsking(null);
        setProblem("");
      }}
    >
      <h2 id="editor-keys-title" className="mb-1 text-lg font-semibold">
        Keys of the editor
      </h2>
      <p className="mb-4 text-sm text-muted">
        Press a key's button to change it. The keys are kept in this browser.
      </p>
      {problem ? (
        <p role="alert" className="mb-3 text-sm text-danger">
          {problem}
        </p>
      ) : null}
      {GROUPS.map((group) => (
        <section key={group} className="mb-4">
          <h3 className="mb-1 text-sm font-semibold">{group}</h3>
          <ul className="divide-y divide-line">
            {COMMANDS.filter((command) => command.group === group).map((command) => (
              <li key={command.id} className="flex items-center justify-between gap-4 py-0.5 text-sm">
                {command.label}
                <button
                  type="button"
                  aria-label={`${command.label}: ${keysOf(command, keymap).join(" or ")}. Change`}
                  className="min-h-8 min-w-20 rounded-md border border-line px-2 font-mono text-xs hover:bg-fill max-sm:min-h-11"
                  onClick={() => {
                    setProblem("");
                    setAsking(command.id);
                  }}
                  onKeyDown={asking === command.id ? (event) => press(command, event) : undefined}
                  onBlur={() => setAsking(null)}
                >
                  {asking === command.id ? "press a key…" : keysOf(command, keymap).join("  ")}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <section className="mb-4">
        <h3 className="mb-1 text-sm font-semibold">Always</h3>
        <dl className="divide-y divide-line">
          {FIXED.map(([keys, does]) => (
            <div key={keys} className="flex justify-between gap-8 py-1 text-sm">
              <dd>{does}</dd>
              <dt className="font-mono text-xs text-muted">{keys}</dt>
            </div>
          ))}
        </dl>
      </section>
      <div className="flex justify-between gap-2">
        <Button onClick={() => change({})}>As they were</Button>
        <Button look="primary" onClick={() => dialog.current?.close()}>
          Close
        </Button>
      </div>
    </dialog>
  );
}
