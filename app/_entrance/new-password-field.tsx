import { Field, TextInput } from "#components/ui/field.tsx";

/** A password being chosen. */
export function NewPasswordField({ label = "Password" }: { label?: string }) {
  return (
    <Field id="password" label={label} hint="At least 10 characters.">
      <TextInput
        id="password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={10}
        maxLength={200}
        hinted
        required
      />
    </Field>
  );
}
