/** A page's shape while its data is on the way. */
export function PageSkeleton({ label = "Loading" }: { label?: string }) {
  return (
    <div role="status" className="motion-safe:animate-pulse">
      <span className="sr-only">{label}…</span>
      <div aria-hidden="true">
        <div className="mb-2 h-7 w-52 rounded bg-fill" />
        <div className="mb-8 h-4 w-80 max-w-full rounded bg-fill" />
        <div className="grid gap-3">
          {["w-full", "w-11/12", "w-full", "w-10/12", "w-full", "w-9/12"].map((width, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: fixed decoration
            <div key={index} className={`h-9 rounded bg-fill ${width}`} />
          ))}
        </div>
      </div>
    </div>
  );
}
