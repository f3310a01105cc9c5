import Link from "next/link";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { getImage } from "#lib/services/datasets/get-image.ts";
import { getPair } from "#lib/services/explanations/get-pair.ts";
import { getRun } from "#lib/services/explanations/get-run.ts";
import { listImageMaps } from "#lib/services/explanations/list-image-maps.ts";
import { readQuery, type SearchParams } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { ImageMaps } from "../../../images/_image/image-maps.tsx";
import { PairSection } from "../../_pair/pair-section.tsx";
import { isOver } from "../../_run/run-counters.ts";
import { RunProgress } from "../../_run/run-progress.tsx";

export const metadata = { title: "Why and why not" };

interface PairPageProps {
  params: Promise<{ imageId: string }>;
  searchParams: SearchParams;
}

export default async function PairPage({ params, searchParams }: PairPageProps) {
  const [{ imageId }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const [image, pair, maps, run] = await readOrLeave(
    Promise.all([
      getImage(ctx, imageId),
      getPair(ctx, imageId),
      listImageMaps(ctx, imageId),
      query.run ? getRun(ctx, query.run) : null,
    ]),
  );
  // Arms of every class are what the pair itself shows.
  const others = maps.filter((map) => map.targetRule !== "every");
  return (
    <>
      <PageHeader
        title="Why, and why not?"
        trail={[{ label: "Explanations", href: "/explanations" }]}
        context={
          <>
            {image.datasetName} · {image.split} ·{" "}
            <Link className="link" href={`/images/${image.id}`}>
              {image.fileName}
            </Link>
          </>
        }
      />
      {run && !isOver(run.state) ? (
        <div className="mb-6">
          <Notice title="Computing the maps of every class">
            <RunProgress runId={run.id} initial={run} refreshEveryMs={2500} />
          </Notice>
        </div>
      ) : null}
      {run?.state === "failed" ? (
        <div className="mb-6">
          <Notice tone="danger" title="The maps could not be computed">
            {run.error} What was made before is kept.{" "}
            <Link className="link" href={`/explanations/${run.id}`}>
              Open the run to retry
            </Link>
          </Notice>
        </div>
      ) : null}
      <PairSection image={image} pair={pair} wish={query} />
      {others.length > 0 ? (
        <div className="mt-12">
          <Section title="Other methods on this image">
            <ImageMaps maps={others} />
          </Section>
        </div>
      ) : null}
    </>
  );
}
