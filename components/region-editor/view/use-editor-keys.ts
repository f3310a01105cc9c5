"use client";

import { useEffect, useRef } from "react";
import { COMMANDS, letGo } from "../store/commands.ts";
import { setClass } from "../store/edits.ts";
import { arrow, press } from "../store/keyboard.ts";
import { findCommand, type Keymap, keyName } from "../store/keymap.ts";
import type { EditorShared } from "./use-editor.ts";

export interface KeyActions {
  listKeys: () => void;
  findClass: () => void;
  go: (direction: "next" | "previous") => void;
}

/** The shell's switch for single-key shortcuts; on the drawing area, which has to be focused, keys always work. */
const SHELL_SWITCH = "whynot.shortcuts";
/** After the shell's leader key the next one is the shell's. */
const LEADER_MS = 1200;

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function actionOf(key: string, { listKeys, findClass, go }: KeyActions): (() => void) | undefined {
  if (key === "?") return listKeys;
  if (key === "/") return findClass;
  if (key === "j") return () => go("next");
  return key === "k" ? () => go("previous") : undefined;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.matches("input:not([type=checkbox], [type=radio], [type=range]), textarea, select");

/** Answers the keys of the editor while no dialog is open and nobody is typing. */
export function useEditorKeys({ store, classes }: EditorShared, keymap: Keymap, actions: KeyActions): void {
  const latest = useRef({ keymap, actions });
  latest.current = { keymap, actions };

  useEffect(() => {
    let leaderAt = Number.NEGATIVE_INFINITY;

    function answer(event: KeyboardEvent): boolean {
      const { keymap: keys, actions: act } = latest.current;
      const target = event.target instanceof HTMLElement ? event.target : null;
      const onStage = target?.getAttribute("role") === "application";
      const name = keyName(event);
      const isSingle = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.key === "Escape") {
        store.update(letGo);
        return true;
      }
      const step = ARROWS[event.key];
      if (
        step &&
        (onStage || target === document.body) &&
        !event.ctrlKey &&
        !event.altKey &&
        !event.metaKey
      ) {
        const by = event.shiftKey ? 10 : 1;
        store.update((state) => arrow(state, step[0] * by, step[1] * by));
        return true;
      }
      if (event.key === "Enter" && isSingle && onStage) {
        store.update(press);
        return true;
      }
      if (isSingle && !onStage && localStorage.getItem(SHELL_SWITCH) === "off") return false;
      const action = actionOf(name, act);
      if (action) {
        action();
        return true;
      }
      if (/^[1-9]$/.test(name)) {
        const chosen = classes[Number(name) - 1];
        if (chosen) store.update((state) => setClass(state, chosen.id, chosen.name));
        return true;
      }
      const command = findCommand(COMMANDS, keys, name);
      if (command) store.update(command.run);
      return command !== undefined;
    }

    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open]")) return;
      const follows = performance.now() - leaderAt < LEADER_MS;
      leaderAt = event.key === "g" ? performance.now() : Number.NEGATIVE_INFINITY;
      if (follows || event.key === "g") return;
      if (answer(event)) event.preventDefault();
    }
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [store, classes]);
}
