import { Moment } from "#components/ui/moment.tsx";
import type { ReviewEntry } from "#lib/services/reviews/list-reviews.ts";

const WORDS = { submitted: "submitted them", accepted: "accepted them", returned: "sent them back" } as const;

/** What was said of the regions, newest first. */
export function ReviewHistory({ reviews }: { reviews: readonly ReviewEntry[] }) {
  if (reviews.length === 0) return <p className="text-sm text-muted">Nobody has said anything yet.</p>;
  return (
    <ol className="flex flex-col gap-3">
      {reviews.map((review) => (
        <li key={review.id} className="text-sm">
          <p className="text-muted">
            <span className="text-ink">{review.actor}</span> {WORDS[review.decision]}
            {review.ownWork && review.decision === "accepted" ? " (own work)" : ""}, <Moment at={review.at} />
          </p>
          {review.comment ? (
            <p className="mt-0.5 whitespace-pre-wrap wrap-anywhere">{review.comment}</p>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
