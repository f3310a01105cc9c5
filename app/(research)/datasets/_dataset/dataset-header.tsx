import type { ReactNode } from "react";
import { formatCount } from "#components/figures/format-number.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import type { DatasetDetail } from "#lib/services/datasets/get-dataset.ts";
import { openSections, type SectionId } from "./sections.ts";

interface DatasetHeaderProps {
  dataset: Pick<DatasetDetail, "id" | "name" | "description" | "imageCount" | "classes">;
  current: SectionId;
  actions?: ReactNode;
}

/** What every page of a data set begins with: its name, and where else one may go in it. */
export async function DatasetHeader({ dataset, current, actions }: DatasetHeaderProps) {
  const { actor } = await requireCtx();
  const { id, name, description, imageCount, classes } = dataset;
  return (
    <>
      <PageHeader
        title={name}
        trail={[{ label: "Datasets", href: "/datasets" }]}
        context={`${description ? `${description} · ` : ""}${counted(imageCount, "image", "images")} · ${counted(classes.length, "class", "classes")}`}
        actions={actions}
      />
      <div className="mb-6">
        <LinkTabs
          label="Parts of the data set"
          tabs={openSections((action) => can(actor, action)).map((section) => ({
            label: section.label,
            href: `/datasets/${id}${section.path}`,
            current: section.id === current,
          }))}
        />
      </div>
    </>
  );
}

const counted = (count: number, one: string, many: string) =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
