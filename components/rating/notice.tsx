/** @jsxImportSource preact */
import type { OutboxStatus } from "./outbox.ts";

/** From so many failed attempts on, the trouble lasts: say so, calmly. */
const LASTING = 4;

/** Silent while saving works; a quiet line when an answer has to wait. */
export function Notice({ status }: { status: OutboxStatus }) {
  return (
    <p class="notice" role="status">
      {messageFor(status)}
    </p>
  );
}

export function messageFor({ waiting, failures, refused }: OutboxStatus): string {
  if (refused) return refused;
  if (waiting === 0 || failures === 0) return "";
  if (failures < LASTING) return "Saved on this device, will send.";
  return "The study can’t be reached just now. Your answers are safe on this device and will be sent; you can go on.";
}
