"use client";

import { Field, Select, TextInput } from "#components/ui/field.tsx";
import type { FormValues } from "./form-values.ts";

export interface SettingFields {
  values: FormValues;
  set: (part: Partial<FormValues>) => void;
  error: (name: string) => string | undefined;
}

/** What slot attention can be told. */
export function SlotSettings({ values, set, error }: SettingFields) {
  return (
    <fieldset>
      <legend className="mb-2 text-lg font-semibold">Slot attention</legend>
      <input type="hidden" name="hasSlots" value="yes" />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          id="lambda"
          label="Lambda, weight of the area"
          hint="Larger makes the highlighted area smaller."
          error={error("lambda")}
        >
          <TextInput
            id="lambda"
            name="lambda"
            type="number"
            min={0}
            step="any"
            hinted
            value={values.lambda}
            placeholder="10"
            onChange={(event) => set({ lambda: event.target.value })}
            invalid={Boolean(error("lambda"))}
          />
        </Field>
        <Field
          id="mode"
          label="Attention"
          hint="What is done to the products of slots and pixels before the sigmoid."
        >
          <Select
            id="mode"
            name="mode"
            hinted
            value={values.mode}
            onChange={(event) => set({ mode: event.target.value })}
          >
            <option value="">As in the paper: nothing</option>
            <option value="abs">Sharp: divided by the sum of their sizes</option>
            <option value="official">As in the authors' code: divided by their sum (often fails)</option>
          </Select>
        </Field>
      </div>
      <label className="mt-2 flex min-h-8 items-center gap-2 max-sm:min-h-11">
        <input
          type="checkbox"
          name="ramp"
          checked={values.ramp}
          onChange={(event) => set({ ramp: event.target.checked })}
          className="size-4 accent-accent"
        />
        Let lambda grow from 0: without it a large lambda switches the attention off
      </label>
    </fieldset>
  );
}
