import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { listRunChoices } from "#lib/services/explanations/list-run-choices.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { RunForm } from "./run-form.tsx";

export const metadata = { title: "New run" };

export default async function NewRunPage() {
  const choices = await readOrLeave(listRunChoices(await requireCtx()));
  return (
    <>
      <PageHeader
        title="New run"
        trail={[{ label: "Explanations", href: "/explanations" }]}
        context="Every method explains the same images; each map is scored as soon as it is made."
      />
      {choices.versions.length === 0 ? (
        <EmptyState
          title="No frozen dataset version"
          action={<ButtonLink href="/datasets">Datasets</ButtonLink>}
        >
          A run points at a frozen version, so that its images cannot change under it. Import images first;
          the import freezes a version.
        </EmptyState>
      ) : choices.methods.length === 0 ? (
        <EmptyState title="No models" action={<ButtonLink href="/models">Models</ButtonLink>}>
          Register a model first: every method explains a model's answer.
        </EmptyState>
      ) : (
        <RunForm choices={choices} />
      )}
    </>
  );
}
