import { formatCount } from "#components/figures/format-number.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { storedFormat } from "#lib/services/models/export-model.ts";
import { getClassificationReport } from "#lib/services/models/get-classification-report.ts";
import { getModel } from "#lib/services/models/get-model.ts";
import { readTraining } from "#lib/services/models/read-training.ts";
import { readQuery, type SearchParams } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { readSorting } from "../_model/class-table.tsx";
import { ClassificationSection } from "../_model/classification-section.tsx";
import { ExportLinks } from "../_model/export-links.tsx";
import { KindBadge } from "../_model/kind-badge.tsx";
import { ModelFacts } from "../_model/model-facts.tsx";
import { TrainingSection } from "../_model/training-section.tsx";

export const metadata = { title: "Model" };

interface ModelPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function ModelPage({ params, searchParams }: ModelPageProps) {
  const [{ id }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const wish = { modelId: id, versionId: query.version, split: query.split };
  const [model, classification] = await readOrLeave(
    Promise.all([getModel(ctx, id), getClassificationReport(ctx, wish)]),
  );
  return (
    <>
      <PageHeader
        title={model.name}
        trail={[{ label: "Models", href: "/models" }]}
        context={
          <span className="flex flex-wrap items-center gap-2">
            <KindBadge kind={model.kind} />
            {model.backbone} · {formatCount(model.parameterCount)} parameters · input {model.inputSize} px ·{" "}
            {model.classNames.length} classes
          </span>
        }
        actions={<ExportLinks modelId={model.id} storedAs={storedFormat(model.config)} />}
      />
      <ClassificationSection
        modelId={id}
        classification={classification}
        sorting={readSorting(query.sort, query.order)}
      />
      <Section title="Training">
        <TrainingSection training={readTraining(model.training)} />
      </Section>
      <Section title="Configuration" context="As stored in the weights file">
        <ModelFacts model={model} />
      </Section>
    </>
  );
}
