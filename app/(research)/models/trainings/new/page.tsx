import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import type { Ctx } from "#lib/services/context.ts";
import { getTraining } from "#lib/services/trainings/get-training.ts";
import { listTrainingChoices, type TrainingChoices } from "#lib/services/trainings/list-training-choices.ts";
import { readQuery, type SearchParams } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { formValues } from "./form-values.ts";
import { TrainingForm } from "./training-form.tsx";

export const metadata = { title: "Train a model" };

export default async function NewTrainingPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ from }, ctx] = await Promise.all([readQuery(searchParams), requireCtx()]);
  const choices = await readOrLeave(listTrainingChoices(ctx));
  return (
    <>
      <PageHeader
        title="Train a model"
        trail={[
          { label: "Models", href: "/models" },
          { label: "Trainings", href: "/models/trainings" },
        ]}
        context="A baseline first; then a SCOUTER head on it, whose attention is its explanation."
      />
      {choices.versions.length === 0 ? (
        <EmptyState
          title="No frozen dataset version"
          action={<ButtonLink href="/datasets">Datasets</ButtonLink>}
        >
          A model is trained on a frozen version, so that everyone can tell what it has seen. Import images
          first; the import freezes a version.
        </EmptyState>
      ) : (
        <TrainingForm choices={choices} first={await firstValues(ctx, choices, from)} />
      )}
    </>
  );
}

/** As an earlier training had it; otherwise a baseline, or, where there is one, a SCOUTER+ head on it. */
async function firstValues(ctx: Ctx, { versions, models }: TrainingChoices, from: string | undefined) {
  if (from) {
    const { name, wish, version, initialModel } = await readOrLeave(getTraining(ctx, from));
    const given = { name, versionId: version.id, initialModelId: initialModel?.id ?? "" };
    return formValues(given, wish as Record<string, unknown>);
  }
  const baseline = models.find(({ kind }) => kind === "fc");
  return formValues({
    versionId: versions[0].id,
    kind: baseline ? "scouter+" : "fc",
    initialModelId: baseline?.id ?? "",
  });
}
