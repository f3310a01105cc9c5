import type { ReactNode } from "react";
import { formatCount } from "#components/figures/format-number.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import type { DatasetDetail } from "#lib/services/datasets/get-dataset.ts";
import { SECTIONS, type SectionId } from "./sections.ts";

interface DatasetHeaderProps {
  dataset: Pick<DatasetDetail, "id" | "name" | "description" | "imageCount" | "classes">;
  current: SectionId;
  actions?: ReactNode;
}

/** What every page of a data set begins with: its name, and where else one can go in it. */
export function DatasetHeader({ dataset, current, actions }: DatasetHeaderProps) {
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
          tabs={SECTIONS.map((section) => ({
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
