"use client";

import { useActionState } from "react";
import { Field, Select, TextArea, TextInput } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type ActionState, NOTHING_SENT } from "../../_shell/action-state.ts";
import { openRoundAction } from "./actions.ts";

interface RoundFormProps {
  datasetId: string;
  splits: readonly string[];
  imageCount: number;
  mostImages: number;
  mostPeople: number;
}

type Sent = Record<string, string | undefined>;

/** Opens the round; what was written stays where it is refused. */
async function openKeeping(before: ActionState & { sent: Sent }, form: FormData) {
  const sent: Sent = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  return { ...(await openRoundAction(before, form)), sent };
}

/** What a round of independent drawing is to be. */
export function RoundForm({ datasetId, splits, imageCount, mostImages, mostPeople }: RoundFormProps) {
  const [{ error, fields, sent }, send] = useActionState(openKeeping, { ...NOTHING_SENT, sent: {} });
  const people = Array.from({ length: mostPeople - 1 }, (_, i) => i + 2);
  const most = Math.min(mostImages, imageCount);
  // A form that was sent is reset by React to what it began with: it begins with what was sent.
  return (
    <form action={send} key={JSON.stringify(sent)} className="grid max-w-3xl gap-4">
      <input type="hidden" name="datasetId" value={datasetId} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="name" label="Name" error={fields.name}>
          <TextInput
            id="name"
            name="name"
            required
            defaultValue={sent.name}
            maxLength={120}
            invalid={Boolean(fields.name)}
          />
        </Field>
        <Field id="split" label="Images from">
          <Select id="split" name="split" defaultValue={sent.split ?? ""}>
            <option value="">all splits</option>
            {splits.filter(Boolean).map((split) => (
              <option key={split} value={split}>
                {split}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          id="imageCount"
          label="Images"
          hint={`At most ${mostImages}; each class has its share.`}
          error={fields.imageCount}
        >
          <TextInput
            id="imageCount"
            name="imageCount"
            type="number"
            min={1}
            max={mostImages}
            required
            hinted
            invalid={Boolean(fields.imageCount)}
            defaultValue={sent.imageCount ?? String(Math.min(30, most))}
          />
        </Field>
        <Field id="peopleWanted" label="People for each image">
          <Select id="peopleWanted" name="peopleWanted" defaultValue={sent.peopleWanted ?? "2"}>
            {people.map((count) => (
              <option key={count} value={count}>
                {count}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Field
        id="instructions"
        label="Instructions"
        hint="Shown beside the picture: what to mark, what to leave, how close."
        error={fields.instructions}
      >
        <TextArea
          id="instructions"
          name="instructions"
          rows={3}
          maxLength={4000}
          defaultValue={sent.instructions}
          hinted
        />
      </Field>
      <div className="max-w-60">
        <Field id="seed" label="Seed" hint="The same seed takes the same images." error={fields.seed}>
          <TextInput id="seed" name="seed" defaultValue={sent.seed ?? "0"} maxLength={100} required hinted />
        </Field>
      </div>
      <FormError>{error}</FormError>
      <div>
        <SubmitButton pendingLabel="Opening…">Open the round</SubmitButton>
      </div>
    </form>
  );
}
