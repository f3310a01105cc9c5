/** The keys of a shortcut, e.g. `g d`. Decorative: the shortcuts dialog is where they are read. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span aria-hidden="true" className="font-mono text-xs tracking-tight text-muted">
      {keys}
    </span>
  );
}
