import { Badge } from "#components/ui/badge.tsx";
import type { StudyDetail } from "#lib/services/studies/get-study.ts";
import { StudyButton } from "./study-button.tsx";

const BATCH = 12;

/** The rehearsal: how many simulated raters there are, whether pages show them, and a way to send in more. */
export function SimulatedRaters({ study, mayManage }: { study: StudyDetail; mayManage: boolean }) {
  const { id, simulated, showSimulated } = study;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">
        <Badge tone="warn">simulated</Badge>{" "}
        {simulated.consented === 0
          ? "None so far."
          : `${simulated.consented} raters, ${simulated.completed} completed, ${simulated.answers} answers.`}{" "}
        <span className="text-muted">
          {showSimulated
            ? "Results show them on a page of their own, labelled."
            : "Results do not show them."}
        </span>
      </p>
      {mayManage ? (
        <div className="flex flex-wrap gap-2">
          <StudyButton
            studyId={id}
            action={showSimulated ? "hide-simulated" : "show-simulated"}
            look="secondary"
            pendingLabel="Changing…"
          >
            {showSimulated ? "Hide simulated raters" : "Show simulated raters"}
          </StudyButton>
          <StudyButton studyId={id} action="simulate" count={BATCH} look="secondary" pendingLabel="Asking…">
            Add {BATCH} simulated raters
          </StudyButton>
        </div>
      ) : null}
    </div>
  );
}
