import type { TemplateId } from "#lib/study/template-id.ts";
import { picturesOf, TEMPLATE_GROUPS } from "./template-groups.ts";

interface TemplatePickerProps {
  value: TemplateId;
  onChange: (id: TemplateId) => void;
}

/** Which kind of trial a study has, by what it finds out. */
export function TemplatePicker({ value, onChange }: TemplatePickerProps) {
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-1 text-sm font-medium">Template: what is shown and asked</legend>
      {TEMPLATE_GROUPS.map(({ title, templates }) => (
        <fieldset key={title}>
          <legend className="mb-1 text-sm text-muted">{title}</legend>
          <ul className="grid gap-2 sm:grid-cols-2">
            {templates.map((template) => (
              <li key={template.id}>
                <label className="flex h-full cursor-pointer items-start gap-3 rounded-lg border border-line bg-surface px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
                  <input
                    type="radio"
                    name="templateId"
                    value={template.id}
                    checked={template.id === value}
                    onChange={() => onChange(template.id)}
                    aria-labelledby={`title-${template.id}`}
                    aria-describedby={`about-${template.id}`}
                    className="mt-1 size-4 shrink-0 accent-accent outline-none"
                  />
                  <span>
                    <span id={`title-${template.id}`} className="font-medium">
                      {template.title}
                    </span>
                    <span id={`about-${template.id}`} className="block text-sm text-muted">
                      {template.about} A trial shows {picturesOf(template)}.
                    </span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
      ))}
    </fieldset>
  );
}
