const FORMAT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** A point in time, in UTC: the same words for everyone who reads the page. */
export function Moment({ at }: { at: Date }) {
  return (
    <time dateTime={at.toISOString()} title={at.toISOString()} className="whitespace-nowrap">
      {FORMAT.format(at)} UTC
    </time>
  );
}
