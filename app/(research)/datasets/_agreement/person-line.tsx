import { personLook } from "./person-look.ts";

/** The line of a person of the round, as in the pictures. */
export function PersonLine({ index }: { index: number }) {
  const { colour, dash } = personLook(index);
  return (
    <svg viewBox="0 0 36 12" aria-hidden="true" className="mr-1 inline-block h-3 w-9 rounded-sm align-middle">
      <rect width="36" height="12" fill="#23221f" />
      <line x1="3" x2="33" y1="6" y2="6" stroke={colour} strokeWidth="2.5" strokeDasharray={dash} />
    </svg>
  );
}
