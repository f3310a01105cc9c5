/** @jsxImportSource preact */
import type { PageWords } from "#lib/study/languages/language.ts";
import type { OutboxStatus } from "./outbox.ts";

/** From so many failed attempts on, the trouble lasts: say so, calmly. */
const LASTING = 4;

/** Silent while saving works; a quiet line when an answer has to wait. */
export function Notice({ words, status }: { words: PageWords; status: OutboxStatus }) {
  return (
    <p class="notice" role="status">
      {messageFor(status, words)}
    </p>
  );
}

export function messageFor({ waiting, failures, refused }: OutboxStatus, words: PageWords): string {
  if (refused) return refused;
  if (waiting === 0 || failures === 0) return "";
  if (failures < LASTING) return words.saved;
  return words.lastingTrouble;
}
