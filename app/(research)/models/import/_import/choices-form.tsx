"use client";

import { useActionState, useState } from "react";
import { Field, FileInput, Select, TextArea, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { OnnxFacts } from "#lib/onnx/inspect-onnx.ts";
import { PRESETS } from "#lib/onnx/normalisation.ts";
import type { ClassList } from "#lib/services/model-imports/list-class-lists.ts";
import type { ImportDetail } from "#lib/services/model-imports/summary.ts";
import { NOTHING_SENT } from "../../../_shell/action-state.ts";
import { reviseImportAction } from "../actions.ts";
import { OWN_NUMBERS } from "./read-choices-form.ts";

interface ChoicesFormProps {
  importId: string;
  choices: ImportDetail["choices"];
  facts: OnnxFacts;
  /** Data sets with as many classes as the file has. */
  classLists: readonly ClassList[];
  versions: readonly { id: string; label: string }[];
  /** The file cannot be used without an answer to this. */
  asksNormalisation: boolean;
}

interface Option {
  value: string;
  label: string;
}

function Choice(props: { name: string; label: string; found: string; value?: string; options: Option[] }) {
  const { name, label, found, value = "", options } = props;
  return (
    <Field id={name} label={label}>
      <Select id={name} name={name} defaultValue={value}>
        <option value="">As found: {found}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** What a person may say of an ONNX file; whatever is left alone stays as it was found. */
export function ChoicesForm(props: ChoicesFormProps) {
  const { importId, choices, facts, classLists, versions, asksNormalisation } = props;
  const [state, send] = useActionState(reviseImportAction, NOTHING_SENT);
  const { input, output, features } = facts;
  return (
    <form action={send} className="grid max-w-3xl gap-6" noValidate>
      <input type="hidden" name="importId" value={importId} />
      {state.error ? (
        <Notice tone="danger" title="This was not taken" live>
          {state.error}
        </Notice>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <NormalisationFields value={choices.normalise} facts={facts} asked={asksNormalisation} />
        {input.channels === "grey" ? null : (
          <Choice
            name="channels"
            label="Order of the colours"
            found={input.channels}
            value={choices.channels}
            options={[
              { value: "rgb", label: "red, green, blue" },
              { value: "bgr", label: "blue, green, red" },
            ]}
          />
        )}
        <Choice
          name="layout"
          label="Order of the axes"
          found={input.layout}
          value={choices.layout}
          options={[
            { value: "nchw", label: "channels before height and width" },
            { value: "nhwc", label: "channels last" },
          ]}
        />
        {input.sizeIsFixed ? null : (
          <Field id="size" label="Side of the pictures, pixels" hint={`As found: ${input.size}`}>
            <TextInput
              id="size"
              name="size"
              type="number"
              min={8}
              max={1024}
              hinted
              defaultValue={choices.size ?? ""}
            />
          </Field>
        )}
        {output.others.length > 0 ? (
          <Choice
            name="output"
            label="Output with the scores"
            found={output.name}
            value={choices.output}
            options={[output.name, ...output.others].map((name) => ({ value: name, label: name }))}
          />
        ) : null}
        <Choice
          name="features"
          label="Feature map"
          found={facts.chosenFeatures ?? "none"}
          value={choices.features}
          options={[
            { value: "none", label: "none" },
            ...[...features].reverse().map(({ name, height, width, channels }) => ({
              value: name,
              label: `${height} × ${width} × ${channels}: ${name}`,
            })),
          ]}
        />
      </div>
      {versions.length > 1 ? (
        <Field id="versionId" label="Try it on images of">
          <Select id="versionId" name="versionId" defaultValue={choices.versionId ?? ""}>
            <option value="">The newest: {versions[0].label}</option>
            {versions.slice(1).map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      <ClassNamesField names={choices.classNames} count={output.classes} classLists={classLists} />
      <div>
        <SubmitButton look="secondary" pendingLabel="Sending…">
          Look at it again
        </SubmitButton>
      </div>
    </form>
  );
}

function NormalisationFields(props: { value?: string; facts: OnnxFacts; asked: boolean }) {
  const { value = "", facts, asked } = props;
  const isPreset = value === "" || PRESETS.some(({ id }) => id === value);
  const [kind, setKind] = useState(isPreset ? value : OWN_NUMBERS);
  const found = facts.normalisation && !value ? `As found: ${facts.normalisation.value}` : "As found";
  return (
    <div className="grid gap-2">
      <Field
        id="normalise"
        label="Normalisation"
        error={
          asked
            ? "The file does not say how its pictures are prepared: choose what its makers did."
            : undefined
        }
      >
        <Select
          id="normalise"
          name="normalise"
          value={kind}
          invalid={asked}
          onChange={(event) => setKind(event.target.value)}
        >
          <option value="">{asked ? "Choose one" : found}</option>
          {PRESETS.map(({ id, description }) => (
            <option key={id} value={id}>
              {id}: {description}
            </option>
          ))}
          <option value={OWN_NUMBERS}>in numbers</option>
        </Select>
      </Field>
      {kind === OWN_NUMBERS ? (
        <Field
          id="numbers"
          label="Mean / deviation"
          hint="Of values in 0 to 1, as 0.5,0.5,0.5/0.25,0.25,0.25"
        >
          <TextInput id="numbers" name="numbers" hinted defaultValue={isPreset ? "" : value} />
        </Field>
      ) : null}
    </div>
  );
}

function ClassNamesField(props: { names?: string[]; count: number; classLists: readonly ClassList[] }) {
  const { names = [], count, classLists } = props;
  const [text, setText] = useState(names.join("\n"));
  const filled = text.split("\n").filter((line) => line.trim() !== "").length;
  return (
    <Field
      id="classNames"
      label="Class names"
      hint={
        filled === 0
          ? `One a line in the order of the ${count} scores, or JSON. Left empty: as found.`
          : `${filled} lines; this classifier has ${count} classes.`
      }
    >
      <TextArea
        id="classNames"
        name="classNames"
        hinted
        rows={5}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <div className="flex flex-wrap items-center gap-2">
          <label htmlFor="classNamesFile" className="text-muted">
            From a file
          </label>
          <FileInput
            id="classNamesFile"
            accept=".txt,.json"
            className="max-w-72"
            onChange={async (event) => {
              const file = event.target.files?.[0];
              if (file) setText(await file.text());
            }}
          />
        </div>
        {classLists.length > 0 ? (
          <label className="flex items-center gap-2">
            <span className="text-muted">As a dataset has them</span>
            <select
              className="min-h-8 rounded-md border border-edge bg-surface px-2"
              value=""
              onChange={(event) => {
                const list = classLists.find(({ datasetId }) => datasetId === event.target.value);
                if (list) setText(list.classNames.join("\n"));
              }}
            >
              <option value="">Choose…</option>
              {classLists.map(({ datasetId, name }) => (
                <option key={datasetId} value={datasetId}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ) : null}
      </div>
    </Field>
  );
}
