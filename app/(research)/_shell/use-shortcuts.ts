"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { SectionLink } from "./sections.ts";

const LEADER_TIMEOUT_MS = 1200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("input:not([type=range]):not([type=checkbox]), textarea, select"))
  );
}

/** The control on this page that answers to a key: anything visible with `data-shortcut`. */
function findControl(key: string): HTMLElement | null {
  const found = document.querySelectorAll<HTMLElement>(`[data-shortcut="${CSS.escape(key)}"]`);
  return [...found].find((element) => element.offsetParent !== null) ?? null;
}

/**
 * `g` then a letter goes to a section, `?` asks for the list, and a key named by a control's `data-shortcut` presses it.
 * Nothing happens while typing, with a modifier held, in a dialog, or when `enabled` is false.
 */
export function useShortcuts(
  enabled: boolean,
  sections: readonly SectionLink[],
  askForList: () => void,
): void {
  const router = useRouter();
  const leaderAt = useRef(0);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      if (!enabled || document.querySelector("dialog[open]")) return;
      const follows = Date.now() - leaderAt.current < LEADER_TIMEOUT_MS;
      leaderAt.current = 0;
      const section = follows ? sections.find(({ key }) => key === event.key) : undefined;
      if (section) {
        event.preventDefault();
        router.push(section.href);
      } else if (event.key === "g") {
        leaderAt.current = Date.now();
      } else if (event.key === "?") {
        event.preventDefault();
        askForList();
      } else if (!(event.target instanceof HTMLInputElement && event.key.startsWith("Arrow"))) {
        const control = findControl(event.key);
        if (!control) return;
        event.preventDefault();
        control.click();
      }
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [enabled, sections, askForList, router]);
}
