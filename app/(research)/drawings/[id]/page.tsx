import { RegionEditor } from "#components/region-editor/region-editor.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { openOwnDrawing } from "#lib/services/rounds/open-own-drawing.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { finishDrawingAction } from "../../datasets/_agreement/actions.ts";

export const metadata = { title: "Draw independently" };

export default async function DrawingPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, ctx] = await Promise.all([params, requireCtx()]);
  const drawing = await readOrLeave(openOwnDrawing(ctx, { drawingId: id }));
  const { imageId, displaySha256, classes, regions, regionRevision, datasetId } = drawing;
  const roundHref = `/datasets/${datasetId}/agreement`;
  if (drawing.doneAt || drawing.closedAt) {
    return (
      <>
        <PageHeader
          title={drawing.roundName}
          trail={[
            { label: "Datasets", href: "/datasets" },
            { label: drawing.datasetName, href: `/datasets/${datasetId}` },
            { label: "Agreement", href: roundHref },
          ]}
        />
        <EmptyState
          title={drawing.doneAt ? "You are done with this image" : "This round is closed"}
          action={<ButtonLink href={roundHref}>To the rounds</ButtonLink>}
        >
          {drawing.doneAt
            ? "A drawing that is done does not change any more."
            : "Nothing is drawn for it any more. What you had begun is kept, and counts nowhere."}
        </EmptyState>
      </>
    );
  }
  const { fileName, datasetName, width, height, classId } = drawing;
  return (
    <RegionEditor
      key={id}
      image={{
        ...{ id: imageId, fileName, datasetId, datasetName, width, height, classId },
        url: `/api/v1/files/${displaySha256}`,
      }}
      classes={classes}
      regionRevision={regionRevision}
      regions={regions.map(({ at, ...region }) => ({ ...region, at: at.toISOString() }))}
      userId={ctx.actor.kind === "user" ? ctx.actor.userId : ""}
      task={{
        kind: "independent",
        drawingId: id,
        roundName: drawing.roundName,
        roundHref,
        instructions: drawing.instructions,
        doneCount: drawing.doneCount,
        finish: finishDrawingAction.bind(null, { datasetId, drawingId: id }),
      }}
    />
  );
}
