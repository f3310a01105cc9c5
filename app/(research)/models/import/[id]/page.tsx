import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { PRESETS } from "#lib/onnx/normalisation.ts";
import { listVersions } from "#lib/services/explanations/list-run-choices.ts";
import { getImport } from "#lib/services/model-imports/get-import.ts";
import { listClassLists } from "#lib/services/model-imports/list-class-lists.ts";
import { ActionButton } from "../../../_shell/action-button.tsx";
import { AutoRefresh } from "../../../_shell/auto-refresh.tsx";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { AnswerGrid } from "../_import/answer-grid.tsx";
import { ChoicesForm } from "../_import/choices-form.tsx";
import { FinishForm } from "../_import/finish-form.tsx";
import { formatSize } from "../_import/format-size.ts";
import { FoundFacts } from "../_import/found-facts.tsx";
import { ImportState } from "../_import/import-state.tsx";
import { OwnFacts } from "../_import/own-facts.tsx";
import { TrialTable } from "../_import/trial-table.tsx";
import { discardImportAction } from "../actions.ts";

export const metadata = { title: "Import a model" };

const REFRESH_MS = 1500;

export default async function ImportPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, ctx] = await Promise.all([params, requireCtx()]);
  const { fileName, byteSize, state, findings, choices, error } = await readOrLeave(getImport(ctx, id));
  const onnx = findings?.type === "onnx" ? findings : null;
  const [classLists, versions] = onnx
    ? await Promise.all([listClassLists(ctx, onnx.facts.output.classes), listVersions(ctx)])
    : [[], []];
  const proposed = fileName.replace(/\.[^.]*$/, "");
  return (
    <>
      <PageHeader
        title={fileName}
        trail={[
          { label: "Models", href: "/models" },
          { label: "Import a model", href: "/models/import" },
        ]}
        context={
          <span className="flex flex-wrap items-center gap-2">
            <ImportState state={state} />
            {formatSize(byteSize)}
          </span>
        }
        actions={
          <ActionButton
            action={discardImportAction}
            fields={{ importId: id }}
            look="danger"
            pendingLabel="Discarding…"
          >
            Discard
          </ActionButton>
        }
      />
      {state === "inspecting" ? (
        <div className="mb-8" role="status">
          <AutoRefresh everyMs={REFRESH_MS} />
          <Notice title="A worker is looking at the file">
            It checks what is in it, finds out how it is used and tries it on a few pictures. This page
            follows by itself.
          </Notice>
        </div>
      ) : null}
      {state === "refused" ? (
        <div className="mb-8">
          <Notice tone="danger" title="This file cannot be used so" live>
            {error}
          </Notice>
        </div>
      ) : null}
      {state === "incomplete" ? (
        <div className="mb-8">
          <Notice tone="warn" title="How are its pictures normalised?">
            The file does not say, and a wrong guess makes every answer and every map wrong. Choose{" "}
            <a className="underline" href="#use">
              below
            </a>{" "}
            what its makers did; the answers here are as if it were {PRESETS[0].id}.
          </Notice>
        </div>
      ) : null}
      {findings && state === "ready" ? (
        <Section title="Import it">
          <FinishForm importId={id} proposed={proposed} />
        </Section>
      ) : null}
      {findings ? (
        <Section title="What it is">
          {findings.type === "onnx" ? (
            <FoundFacts facts={findings.facts} />
          ) : (
            <OwnFacts facts={findings.facts} />
          )}
        </Section>
      ) : null}
      {findings ? (
        <Section title="What it answers" context="On a few images, held-out ones where there are any">
          {findings.samples.length > 0 ? (
            <AnswerGrid samples={findings.samples} answers={findings.answers} />
          ) : (
            <p className="text-muted">
              There are no images in this workspace to try it on: import some to see what the model answers.
            </p>
          )}
          {onnx && onnx.trials.length > 0 ? (
            <div className="mt-6 max-w-3xl">
              <h3 className="mb-2 text-sm font-semibold">Under each normalisation</h3>
              <TrialTable trials={onnx.trials} chosen={onnx.facts.normalisation?.value} />
            </div>
          ) : null}
        </Section>
      ) : null}
      {onnx ? (
        <Section
          title={state === "incomplete" ? "Say how it is used" : "Use it otherwise"}
          context={<span id="use">Whatever you leave alone stays as it was found</span>}
        >
          <ChoicesForm
            key={JSON.stringify(choices)}
            importId={id}
            choices={choices}
            facts={onnx.facts}
            classLists={classLists}
            versions={versions}
            asksNormalisation={state === "incomplete"}
          />
        </Section>
      ) : null}
    </>
  );
}
