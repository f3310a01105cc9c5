"use client";

import { useRouter } from "next/navigation";
import { ButtonLink } from "#components/ui/button.tsx";
import type { GroundTruthTask } from "./editor-task.ts";

export const regionsHref = (imageId: string) => `/images/${imageId}/regions`;

interface GroundTruthActionsProps {
  task: GroundTruthTask;
  /** Resolves when what can be sent has been sent. */
  settle: () => Promise<unknown>;
}

/** To the review of these regions, and to the neighbours of the image. */
export function GroundTruthActions({ task, settle }: GroundTruthActionsProps) {
  const router = useRouter();
  const { reviewHref, previousId, nextId } = task;
  return (
    <>
      <ButtonLink
        look="quiet"
        href={reviewHref}
        // The page judges what the server has: the last stroke has to be there.
        onNavigate={(event) => {
          event.preventDefault();
          void settle().then(() => router.push(reviewHref));
        }}
      >
        Review
      </ButtonLink>
      <ImageLink id={previousId} label="Image before" mark="‹" />
      <ImageLink id={nextId} label="Next image" mark="›" />
    </>
  );
}

function ImageLink({ id, label, mark }: { id: string | null; label: string; mark: string }) {
  if (!id)
    return (
      <span
        aria-hidden="true"
        className="inline-flex min-h-8 min-w-8 items-center justify-center text-edge max-sm:min-w-11"
      >
        {mark}
      </span>
    );
  return (
    <ButtonLink
      look="quiet"
      href={regionsHref(id)}
      aria-label={label}
      title={label}
      className="px-2 max-sm:min-w-11"
    >
      <span aria-hidden="true" className="text-lg leading-none">
        {mark}
      </span>
    </ButtonLink>
  );
}
