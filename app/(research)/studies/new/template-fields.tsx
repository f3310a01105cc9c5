import type { ReactNode } from "react";
import { Field, Select, TextInput } from "#components/ui/field.tsx";
import type { StudyDefaults } from "#lib/services/studies/get-study-defaults.ts";
import { MOST_PANELS } from "#lib/study/response-details.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import { templateOptions } from "#lib/study/template-options.ts";

interface TemplateFieldsProps {
  template: StudyTemplate;
  arms: readonly { id: string; label: string }[];
  errors: Record<string, string>;
  points: number;
  onPoints: (points: number) => void;
  panels: number | null;
  onPanels: (panels: number | null) => void;
  /** The study whose new version this is; null for a study of its own, or of another template. */
  before: StudyDefaults | null;
}

/** What the chosen template leaves open: nothing else is asked. */
export function TemplateFields(props: TemplateFieldsProps) {
  const { template, arms, errors, points, onPoints, panels, onPanels, before } = props;
  const options = templateOptions(template);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {options.points ? (
        <Field
          id="points"
          label="Points of the scale"
          hint="More points tell finer, and are slower to answer."
        >
          <Select
            id="points"
            name="points"
            hinted
            value={points}
            onChange={(event) => onPoints(Number(event.target.value))}
          >
            <option value={5}>5</option>
            <option value={7}>7</option>
          </Select>
        </Field>
      ) : null}
      {options.leastPanels !== null ? (
        <Field
          id="panels"
          label="Pictures a trial"
          hint={`From ${options.leastPanels}. Empty: up to four, as many as there are arms.`}
          error={errors.panels}
        >
          <TextInput
            id="panels"
            name="panels"
            type="number"
            min={options.leastPanels}
            max={MOST_PANELS}
            value={panels ?? ""}
            onChange={({ target }) => onPanels(target.value === "" ? null : target.valueAsNumber)}
            hinted
            invalid={"panels" in errors}
          />
        </Field>
      ) : null}
      {options.reference ? (
        <Field
          id="referenceArmId"
          label="Reference"
          hint="Stands beside each of the others; raters don’t learn which it is."
          error={errors.referenceArmId}
        >
          <Select
            id="referenceArmId"
            name="referenceArmId"
            hinted
            defaultValue={before?.referenceArmId ?? undefined}
            invalid={"referenceArmId" in errors}
          >
            {arms.map((arm) => (
              <option key={arm.id} value={arm.id}>
                {arm.label}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      {options.order ? (
        <Field id="order" label="Order of the arms" hint="Of one person’s trials.">
          <Select id="order" name="order" hinted defaultValue={before?.design.order ?? "random"}>
            <option value="random">By chance</option>
            <option value="carry-over">Each arm after each other equally often</option>
          </Select>
        </Field>
      ) : null}
      <div className="grid content-center sm:col-span-2">
        {options.control === "always" ? (
          <p className="mb-2 max-w-prose text-sm text-muted">
            Each person belongs to one arm. One more arm learns from the same pictures without maps: what the
            maps are worth shows against it.
          </p>
        ) : null}
        {options.control === true ? (
          <Choice name="control" checked={before?.control}>
            Also show the pictures without a map, as one more arm to compare with
          </Choice>
        ) : null}
        {options.classNames ? (
          <Choice name="classNames" checked={before?.design.classNames}>
            Tell the names of the classes: people then go by what the picture shows as well
          </Choice>
        ) : null}
        <Choice name="balanceCorrect">Show as many right answers of the computer as wrong ones</Choice>
      </div>
    </div>
  );
}

function Choice({ name, checked, children }: { name: string; checked?: boolean; children: ReactNode }) {
  return (
    <label className="flex min-h-8 items-center gap-2 max-sm:min-h-11">
      <input type="checkbox" name={name} defaultChecked={checked} className="size-4 accent-accent" />
      {children}
    </label>
  );
}
