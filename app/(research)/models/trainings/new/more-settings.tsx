"use client";

import { Field, Select, TextArea, TextInput } from "#components/ui/field.tsx";
import type { TrainingPreview } from "#lib/services/trainings/preview-training.ts";
import type { SettingFields } from "./slot-settings.tsx";

interface MoreSettingsProps extends SettingFields {
  /** What the recipe says, where the field is left empty. */
  placeholder: (of: (settings: TrainingPreview["settings"]) => unknown) => string;
  isOpen: boolean;
}

/** Everything else a training can be told. */
export function MoreSettings({ values, set, error, placeholder, isOpen }: MoreSettingsProps) {
  const number = (id: "batch" | "learningRate" | "size" | "patience") => ({
    id,
    name: id,
    type: "number",
    value: values[id],
    onChange: (event: { target: { value: string } }) => set({ [id]: event.target.value }),
    invalid: Boolean(error(id)),
  });
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="augment" label="Augmentation" hint="How images are changed at random in training.">
          <Select
            id="augment"
            name="augment"
            hinted
            value={values.augment}
            onChange={(event) => set({ augment: event.target.value })}
          >
            <option value="">That of the recipe</option>
            <option value="none">None</option>
            <option value="photographs">Photographs: crop, mirror, jitter</option>
            <option value="scenes">Scenes: mirror, shift, strong colours</option>
            <option value="signs">Signs and digits: shift, turn, no mirror</option>
          </Select>
        </Field>
        <Field id="seed" label="Seed" hint="The same seed gives the same model." error={error("seed")}>
          <TextInput
            id="seed"
            name="seed"
            hinted
            value={values.seed}
            onChange={(event) => set({ seed: event.target.value })}
            invalid={Boolean(error("seed"))}
          />
        </Field>
      </div>
      <details open={isOpen}>
        <summary className="inline-flex min-h-8 items-center text-muted underline decoration-line underline-offset-3 hover:text-ink max-sm:min-h-11">
          More settings
        </summary>
        <div className="mt-2 grid gap-4 sm:grid-cols-2">
          <Field id="batch" label="Batch, images a step" error={error("batch")}>
            <TextInput {...number("batch")} min={2} placeholder={placeholder((s) => s.batchSize)} />
          </Field>
          <Field id="learningRate" label="Learning rate" error={error("learningRate")}>
            <TextInput
              {...number("learningRate")}
              step="any"
              placeholder={placeholder((s) => s.learningRate)}
            />
          </Field>
          <Field
            id="size"
            label="Input size in pixels"
            hint="Empty: that of the model it begins with, or of the backbone."
            error={error("size")}
          >
            <TextInput {...number("size")} min={16} hinted />
          </Field>
          <Field
            id="freeze"
            label="What stays as it is"
            hint="none, backbone, or a stage such as layer2."
            error={error("freeze")}
          >
            <TextInput
              id="freeze"
              name="freeze"
              hinted
              value={values.freeze}
              placeholder={placeholder((s) => s.freeze)}
              onChange={(event) => set({ freeze: event.target.value })}
              invalid={Boolean(error("freeze"))}
            />
          </Field>
          <Field
            id="patience"
            label="Patience in epochs"
            hint="Stops when the validation accuracy has not risen for so long. Empty: never."
            error={error("patience")}
          >
            <TextInput {...number("patience")} min={1} hinted />
          </Field>
          <Field id="keep" label="Weights to keep">
            <Select
              id="keep"
              name="keep"
              value={values.keep}
              onChange={(event) => set({ keep: event.target.value })}
            >
              <option value="">Of the last epoch</option>
              <option value="best">Of the epoch with the best validation accuracy</option>
            </Select>
          </Field>
          <div className="sm:col-span-2">
            <Field
              id="set"
              label="Any other setting"
              hint="name=value, one a line: optimiser.weightDecay=0.1, head.iterations=1, labelSmoothing=0.1"
              error={error("set")}
            >
              <TextArea
                id="set"
                name="set"
                hinted
                rows={3}
                value={values.set}
                onChange={(event) => set({ set: event.target.value })}
                className="font-mono"
                spellCheck={false}
              />
            </Field>
          </div>
        </div>
      </details>
    </>
  );
}
