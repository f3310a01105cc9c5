import { Field, Select } from "#components/ui/field.tsx";

/** What `startRun` takes for the FC model that knows the classes, if there is one. */
export const BASELINE = "baseline";

interface JudgeFieldProps {
  models: readonly { id: string; name: string }[];
  /** BASELINE, a model's id, or "" for none. */
  value: string;
  onChange(value: string): void;
  error?: string;
}

/** Which model judges all maps, beside the one each of them explains. */
export function JudgeField({ models, value, onChange, error }: JudgeFieldProps) {
  return (
    <Field
      id="judge"
      label="One judge for all maps"
      hint="Insertion and deletion are asked of this model too, so that no method wins by explaining a surer one."
      error={error}
    >
      <Select
        id="judge"
        hinted
        value={value}
        onChange={(event) => onChange(event.target.value)}
        invalid={Boolean(error)}
      >
        <option value={BASELINE}>the FC baseline of these classes, if there is one</option>
        <option value="">none: each map's own model alone</option>
        {models.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
