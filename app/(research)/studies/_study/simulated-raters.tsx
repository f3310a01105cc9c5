import { Badge } from "#components/ui/badge.tsx";
import { Select } from "#components/ui/field.tsx";
import type { StudyDetail } from "#lib/services/studies/get-study.ts";
import { MIXTURE_WORDS, MixtureName } from "#lib/study/rehearsal/mixture.ts";
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
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
          <StudyButton
            studyId={id}
            action={showSimulated ? "hide-simulated" : "show-simulated"}
            look="secondary"
            pendingLabel="Changing…"
          >
            {showSimulated ? "Hide simulated raters" : "Show simulated raters"}
          </StudyButton>
          <StudyButton
            studyId={id}
            action="simulate"
            count={BATCH}
            asked={<MixtureField />}
            look="secondary"
            pendingLabel="Asking…"
          >
            Add {BATCH} simulated raters
          </StudyButton>
        </div>
      ) : null}
      {mayManage ? (
        <p className="max-w-prose text-xs text-muted">
          They answer by how much of a highlight lies on the object. Careful ones do so with a bias and a
          noise of their own; an ordinary crowd has some who drift, click at random, hurry or leave; among
          mostly careless ones six of ten do.
        </p>
      ) : null}
    </div>
  );
}

function MixtureField() {
  return (
    <>
      <label htmlFor="mixture" className="text-sm">
        Behaviour
      </label>
      <div className="w-44">
        <Select id="mixture" name="mixture" defaultValue="careful">
          {MixtureName.options.map((name) => (
            <option key={name} value={name}>
              {MIXTURE_WORDS[name]}
            </option>
          ))}
        </Select>
      </div>
    </>
  );
}
