import { ButtonLink } from "#components/ui/button.tsx";
import type { Neighbours } from "#lib/services/datasets/find-neighbours.ts";

/** The images before and after this one in the grid one came from. */
export function StepLinks({ neighbours, query }: { neighbours: Neighbours; query: string }) {
  const to = (id: string) => `/images/${id}${query ? `?${query}` : ""}`;
  return (
    <nav aria-label="Neighbouring images" className="flex gap-2">
      {neighbours.previous ? (
        <ButtonLink href={to(neighbours.previous)} rel="prev" data-shortcut="k">
          Previous
        </ButtonLink>
      ) : null}
      {neighbours.next ? (
        <ButtonLink href={to(neighbours.next)} rel="next" data-shortcut="j">
          Next
        </ButtonLink>
      ) : null}
    </nav>
  );
}
