/** A small mark on a map's corner; its words appear when the link or button around it (class `group`) is hovered or focused. */
export function CautionMark({ cautions }: { cautions: readonly string[] }) {
  if (cautions.length === 0) return null;
  return (
    <span aria-hidden="true">
      <span className="absolute top-1 right-1 grid size-5 place-items-center rounded-full border border-warn/60 bg-warn-soft text-xs font-bold text-warn">
        !
      </span>
      <span className="pointer-events-none invisible absolute inset-x-1 bottom-1 rounded bg-warn-soft p-1.5 text-left text-xs text-warn shadow group-hover:visible group-focus-visible:visible">
        {cautions.join(" ")}
      </span>
    </span>
  );
}
