import Form from "next/form";
import { Button } from "#components/ui/button.tsx";
import { Select, TextInput } from "#components/ui/field.tsx";
import { FILTER_KEYS } from "#lib/services/datasets/filter-query.ts";
import type { ImageFilter } from "#lib/services/datasets/image-filter.ts";

interface FilterFormProps {
  datasetId: string;
  filter: ImageFilter;
  /** Those whose answers one may filter by. */
  models: readonly { id: string; name: string }[];
}

/** What is chosen elsewhere travels along; answers of one model say nothing of another. */
function Kept({ filter, without }: { filter: ImageFilter; without: readonly string[] }) {
  return FILTER_KEYS.filter((key) => !without.includes(key)).flatMap((key) =>
    [filter[key] ?? []]
      .flat()
      .map((value) => <input key={`${key} ${value}`} type="hidden" name={key} value={value} />),
  );
}

/** Finds a part of a file name. */
export function NameForm({ datasetId, filter }: Omit<FilterFormProps, "models">) {
  return (
    <Form action={`/datasets/${datasetId}`} scroll={false} className="flex min-w-0 flex-1 items-center gap-2">
      <Kept filter={filter} without={["name"]} />
      <label htmlFor="find-name" className="sr-only" data-shortcut="/" data-shortcut-label="Find a file name">
        Find a file name
      </label>
      <TextInput
        id="find-name"
        key={filter.name ?? ""}
        name="name"
        type="search"
        maxLength={200}
        defaultValue={filter.name ?? ""}
        placeholder="Find a file name"
        className="max-w-64"
      />
      <Button type="submit">Find</Button>
    </Form>
  );
}

/** Chooses the model, or the two, whose answers images are filtered by. */
export function ModelForm({ datasetId, filter, models }: FilterFormProps) {
  if (models.length === 0) return null;
  return (
    <section aria-label="Models">
      <h2 className="mb-1 text-xs font-medium text-muted">Answers of a model</h2>
      <Form action={`/datasets/${datasetId}`} scroll={false} className="grid gap-2">
        <Kept filter={filter} without={["model", "other", "answer", "confidence", "agreement"]} />
        <Select name="model" aria-label="Model" key={filter.model ?? ""} defaultValue={filter.model ?? ""}>
          <option value="">No model</option>
          {models.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        {filter.model && models.length > 1 ? (
          <Select
            name="other"
            aria-label="Compare with"
            key={filter.other ?? ""}
            defaultValue={filter.other ?? ""}
          >
            <option value="">Compare with no other</option>
            {models
              .filter(({ id }) => id !== filter.model)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </Select>
        ) : null}
        <Button type="submit">Show answers</Button>
      </Form>
    </section>
  );
}
