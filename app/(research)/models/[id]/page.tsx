import { formatCount } from "#components/figures/format-number.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { getAccuracy } from "#lib/services/models/get-accuracy.ts";
import { getModel } from "#lib/services/models/get-model.ts";
import { readTraining } from "#lib/services/models/read-training.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { AccuracySection } from "../_model/accuracy-section.tsx";
import { KindBadge } from "../_model/kind-badge.tsx";
import { ModelFacts } from "../_model/model-facts.tsx";
import { TrainingSection } from "../_model/training-section.tsx";

export const metadata = { title: "Model" };

export default async function ModelPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, ctx] = await Promise.all([params, requireCtx()]);
  const [model, splits] = await readOrLeave(Promise.all([getModel(ctx, id), getAccuracy(ctx, id)]));
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
      />
      <Section title="Accuracy" context="From the answers stored by runs">
        <AccuracySection splits={splits} />
      </Section>
      <Section title="Training">
        <TrainingSection training={readTraining(model.training)} />
      </Section>
      <Section title="Configuration" context="As stored in the weights file">
        <ModelFacts model={model} />
      </Section>
    </>
  );
}
