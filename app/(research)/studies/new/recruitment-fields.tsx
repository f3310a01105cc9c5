"use client";

import { type ComponentProps, useState } from "react";
import { Field, Select, TextInput } from "#components/ui/field.tsx";
import { PLATFORM_NAMES } from "#lib/study/recruitment/recruitment.ts";

type Errors = Readonly<Record<string, string>>;

/** Where people come from: by the bare link, or from a crowd platform, which needs to be told a few things. */
export function RecruitmentFields({ errors }: { errors: Errors }) {
  const [platform, setPlatform] = useState("link");
  const isWrong = Object.keys(errors).some((name) => name.startsWith("recruitment"));
  const text = (name: string, label: string, hint?: string, more: ComponentProps<typeof TextInput> = {}) => (
    <RecruitmentText name={name} label={label} hint={hint} errors={errors} {...more} />
  );
  return (
    <details open={isWrong || undefined} className="rounded-lg border border-line bg-surface px-4">
      <summary className="min-h-9 py-2 text-sm font-medium max-sm:min-h-11 max-sm:py-3">
        Recruitment: where people come from
      </summary>
      <div className="mb-4 grid gap-4 sm:grid-cols-2">
        <Field
          id="recruitment.platform"
          label="Platform"
          hint="What to set there stands on the study’s page."
        >
          <Select
            id="recruitment.platform"
            name="recruitment.platform"
            hinted
            value={platform}
            onChange={(event) => setPlatform(event.target.value)}
          >
            <option value="link">Whoever is given the link</option>
            {PLATFORM_NAMES.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        {platform === "sona" ? (
          <>
            {text("site", "SONA site", "As department.sona-systems.com")}
            {text("experimentId", "Experiment id", "In the study’s completion URL.")}
            {text("creditToken", "Credit token", "In the same place.")}
            <Field id="recruitment.credit" label="Credit is granted by">
              <Select id="recruitment.credit" name="recruitment.credit" defaultValue="server">
                <option value="server">this site</option>
                <option value="browser">the participant’s way back</option>
              </Select>
            </Field>
          </>
        ) : null}
        {platform === "generic" ? (
          <>
            {text("name", "Name of the platform", "Participants read it.")}
            {text("personParameter", "Parameter with the person’s id", "Its value is not kept.", {
              defaultValue: "PID",
            })}
            {text("sessionParameter", "Parameter with the session", "Kept as it is. Empty: none.")}
          </>
        ) : null}
        {platform === "generic" || platform === "connect"
          ? text("returnTo", "Address to return to", "https://…, with {code} and {session}. Empty: by code.")
          : null}
        {platform !== "link" && platform !== "sona" ? (
          <>
            {text("codes.complete", "Completion code", "Empty: one is made up.")}
            {text("codes.overQuota", "Code when the study is full", "Empty: one is made up.")}
            {text("codes.screenedOut", "Code when the quiz is failed", "With a quiz. Empty: one is made up.")}
            {text(
              "codes.failedChecks",
              "Code when checks are failed",
              "With attention checks. Empty: one is made up.",
            )}
            {text("reward.amount", "Reward", "To work out what an hour pays. Empty: not said.", {
              type: "number",
              min: 0,
              step: "any",
            })}
            {text("reward.currency", "Currency", "Three letters.", { defaultValue: "GBP", maxLength: 3 })}
          </>
        ) : null}
        {platform === "prolific" ? (
          <label className="flex min-h-8 items-center gap-2 max-sm:min-h-11">
            <input type="checkbox" name="recruitment.signed" className="size-4 accent-accent" />
            Let in signed addresses only
          </label>
        ) : null}
      </div>
    </details>
  );
}

interface TextProps extends ComponentProps<typeof TextInput> {
  name: string;
  label: string;
  hint: string | undefined;
  errors: Errors;
}

function RecruitmentText({ name, label, hint, errors, ...input }: TextProps) {
  const id = `recruitment.${name}`;
  return (
    <Field id={id} label={label} hint={hint} error={errors[id]}>
      <TextInput
        id={id}
        name={id}
        autoComplete="off"
        hinted={hint !== undefined}
        invalid={errors[id] !== undefined}
        {...input}
      />
    </Field>
  );
}
