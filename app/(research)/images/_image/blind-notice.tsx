import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { ImageDetail } from "#lib/services/datasets/get-image.ts";

/** In the place of an image's regions, for whoever still draws it independently. */
export function BlindNotice({
  image,
}: {
  image: Pick<ImageDetail, "datasetId" | "datasetName" | "fileName">;
}) {
  const { datasetId, datasetName, fileName } = image;
  return (
    <>
      <PageHeader
        title="Regions"
        trail={[
          { label: "Datasets", href: "/datasets" },
          { label: datasetName, href: `/datasets/${datasetId}` },
        ]}
        context={fileName}
      />
      <EmptyState
        title="You draw this image independently"
        action={<ButtonLink href={`/datasets/${datasetId}/agreement`}>To the rounds</ButtonLink>}
      >
        Its regions are shown to you when your own drawing of it is done, or when the round is closed: what
        you draw would not be independent otherwise.
      </EmptyState>
    </>
  );
}
