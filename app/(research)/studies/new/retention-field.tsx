import { Field, TextInput } from "#components/ui/field.tsx";
import type { StudyDefaults } from "#lib/services/studies/get-study-defaults.ts";
import { DEFAULT_RETENTION_MONTHS } from "#lib/study/retention.ts";

interface RetentionFieldProps {
  before: StudyDefaults | null;
  error: string | undefined;
}

/** How long what ties answers to people is kept. */
export function RetentionField({ before, error }: RetentionFieldProps) {
  return (
    <Field
      id="retentionMonths"
      label="Months until personal data go"
      hint="After closing; told in the consent text. Answers stay."
      error={error}
    >
      <TextInput
        id="retentionMonths"
        name="retentionMonths"
        type="number"
        min={1}
        max={120}
        defaultValue={before?.design.retentionMonths ?? DEFAULT_RETENTION_MONTHS}
        hinted
        invalid={Boolean(error)}
      />
    </Field>
  );
}
