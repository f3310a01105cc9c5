import { ButtonLink } from "#components/ui/button.tsx";

interface PageLinksProps {
  /** Address of the page without its cursor, e.g. "/datasets/x?split=test". */
  base: string;
  before: string | null;
  after: string | null;
  labels?: [before: string, after: string];
}

/** Links to the neighbouring pages of a list; nothing when the list fits on one. */
export function PageLinks({ base, before, after, labels = ["Previous", "Next"] }: PageLinksProps) {
  if (!before && !after) return null;
  const join = base.includes("?") ? "&" : "?";
  const to = (name: string, cursor: string) => `${base}${join}${name}=${encodeURIComponent(cursor)}`;
  return (
    <nav aria-label="Pages" className="mt-4 flex gap-2">
      {before ? (
        <ButtonLink href={to("before", before)} rel="prev" data-shortcut="k">
          {labels[0]}
        </ButtonLink>
      ) : null}
      {after ? (
        <ButtonLink href={to("after", after)} rel="next" data-shortcut="j">
          {labels[1]}
        </ButtonLink>
      ) : null}
    </nav>
  );
}
