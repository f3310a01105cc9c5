"use client";

import { useEffect, useState } from "react";
import { COMMANDS } from "../store/commands.ts";
import { type Keymap, readKeymap } from "../store/keymap.ts";

const STORED_AS = "whynot.editor-keys";

/** The keys of this browser. */
export function useKeymap(): [Keymap, (keymap: Keymap) => void] {
  const [keymap, setKeymap] = useState<Keymap>({});
  useEffect(() => setKeymap(readKeymap(COMMANDS, localStorage.getItem(STORED_AS))), []);
  return [
    keymap,
    (next) => {
      setKeymap(next);
      localStorage.setItem(STORED_AS, JSON.stringify(next));
    },
  ];
}
