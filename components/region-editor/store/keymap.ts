import type { Command } from "./commands.ts";

/** Keys that stand in the place of a command's own. */
export type Keymap = Readonly<Record<string, readonly string[]>>;

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** The name of a key press: "b", "Ctrl+Shift+z", "PageUp", "?". Control and the Apple key are one. */
export function keyName({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string {
  const isLetter = /^\p{L}$/u.test(key);
  const name = isLetter ? key.toLowerCase() : key;
  const shift = shiftKey && (isLetter || key.length > 1);
  return `${ctrlKey || metaKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${name}`;
}

/** Keys that cannot be given to anything else. */
const FIXED =
  /^(Ctrl\+|Alt\+|Shift\+)*(Arrow\w+|Enter|Escape|Tab|Control|Shift|Alt|Meta|[1-9]|\?|\/| |g|j|k)$/;

export const isFixed = (key: string): boolean => FIXED.test(key) && key !== "Ctrl+Enter";

export const keysOf = (command: Command, keymap: Keymap): readonly string[] =>
  keymap[command.id] ?? command.keys;

/** The command of a key; of two that claim it, the first. */
export function findCommand(commands: readonly Command[], keymap: Keymap, key: string): Command | undefined {
  return commands.find((command) => keysOf(command, keymap).includes(key));
}

/** Why a key cannot be a command's; null when it can. */
export function keyProblem(
  commands: readonly Command[],
  keymap: Keymap,
  command: Command,
  key: string,
): string | null {
  if (isFixed(key)) return `${key} always does the same in the editor: choose another key.`;
  const other = commands.find((each) => each.id !== command.id && keysOf(each, keymap).includes(key));
  return other ? `${key} is the key of “${other.label}”: give that another one first.` : null;
}

/** What was stored, as far as it makes sense: commands that exist, with keys that can be given away. */
export function readKeymap(commands: readonly Command[], stored: string | null): Keymap {
  try {
    const value: unknown = JSON.parse(stored ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    let keymap: Keymap = {};
    for (const command of commands) {
      const keys = (value as Record<string, unknown>)[command.id];
      if (!Array.isArray(keys) || !keys.every((key) => typeof key === "string" && key.length < 30)) continue;
      if (keys.some((key) => isFixed(key))) continue;
      keymap = { ...keymap, [command.id]: keys };
    }
    return keymap;
  } catch {
    return {};
  }
}
