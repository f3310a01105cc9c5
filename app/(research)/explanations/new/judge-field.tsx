import { Field, Select } from "#components/ui/field.tsx";

interface JudgeFieldProps {
  models: readonly { id: string; name: string }[];
  error?: string;
}

/** Which model judges all maps, beside the one each of them explains. */
export function JudgeField({ models, error }: JudgeFieldProps) {
  return (
    <Field
      id="judge"
      label="One judge for all maps"
      hint="Insertion and deletion are asked of this model too, so that no method wins by explaining a surer one."
      error={error}
    >
      <Select id="judge" name="judge" defaultValue="baseline" hinted invalid={Boolean(error)}>
        <option value="baseline">the FC baseline of these classes, if there is one</option>
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
