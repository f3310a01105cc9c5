/** How long an edit can be taken back. What that needs, the files of deleted images among it, is kept as long. */
export const UNDO_DAYS = 30;

/** When an edit can no longer be taken back. */
export function undoUntil({ createdAt }: { createdAt: Date }): Date {
  return new Date(createdAt.getTime() + UNDO_DAYS * 86_400_000);
}

/** Edits made before can no longer be taken back. */
export function undoSince(now: Date): Date {
  return new Date(now.getTime() - UNDO_DAYS * 86_400_000);
}
