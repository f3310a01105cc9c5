interface ProgressProps {
  done: number;
  total: number;
  /** What is being counted, e.g. "maps". */
  label: string;
}

/** A bar with its numbers beside it; the numbers are the message, the bar the glance. */
export function Progress({ done, total, label }: ProgressProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div className="flex items-center gap-3">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className="h-1.5 min-w-16 flex-1 overflow-hidden rounded-full bg-fill"
      >
        <div
          className="h-full rounded-full bg-accent motion-safe:transition-[width]"
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <span className="text-sm whitespace-nowrap text-muted tabular-nums">
        {done} of {total} {label}
      </span>
    </div>
  );
}
