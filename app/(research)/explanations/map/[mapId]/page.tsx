import Link from "next/link";
import { outlinePath } from "#components/heatmap/outline-path.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { type ExportItem, ExportMenu } from "#components/ui/export-menu.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import type { MetricScore } from "#lib/metrics/score-map.ts";
import { getImage } from "#lib/services/datasets/get-image.ts";
import { getMap } from "#lib/services/explanations/get-map.ts";
import { getMapContext } from "#lib/services/explanations/get-map-context.ts";
import { listImageMaps } from "#lib/services/explanations/list-image-maps.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { ImageMaps } from "../../../images/_image/image-maps.tsx";
import { ClassProbabilities } from "../../_map/class-probabilities.tsx";
import { MapCurves } from "../../_map/map-curves.tsx";
import { MapStanding } from "../../_map/map-standing.tsx";
import { MapViewer } from "../../_map/map-viewer.tsx";
import { ScoreTable } from "../../_map/score-table.tsx";
import { describeRule } from "../../_run/target-rule.ts";

export const metadata = { title: "Map" };

function pictureItems(mapId: string): ExportItem[] {
  const item = (label: string, style: string) => ({
    label: `${label}, PNG`,
    href: `/api/v1/maps/${mapId}/image?style=${style}&format=png`,
    fileName: `map-${mapId}-${style}.png`,
  });
  return [item("Map over the image", "overlay"), item("Contour", "contour"), item("Raw cells", "raw")];
}

/** Figures of a map need four digits at most; fewer bytes travel. */
const rounded = (value: number) => Number(value.toPrecision(5));

export default async function MapPage({ params }: { params: Promise<{ mapId: string }> }) {
  const [{ mapId }, ctx] = await Promise.all([params, requireCtx()]);
  const [map, context] = await readOrLeave(Promise.all([getMap(ctx, mapId), getMapContext(ctx, mapId)]));
  const [image, maps] = await readOrLeave(
    Promise.all([getImage(ctx, map.imageId), listImageMaps(ctx, map.imageId)]),
  );
  const others = maps.filter((other) => other.runId === map.runId && other.mapId !== mapId);
  // Scores by the run's judges are on the metrics page: here the map stands before its own model.
  const own = map.metrics.filter(({ judge }) => judge.id === map.model.id);
  const outline = image.regions.map(({ mark }) => outlinePath(mark)).join("");
  return (
    <>
      <PageHeader
        title={`${map.arm.label}: ${map.target.name}`}
        trail={[
          { label: "Explanations", href: "/explanations" },
          { label: context.run.name, href: `/explanations/${context.run.id}` },
        ]}
        context={
          <>
            <Link className="link" href={`/images/${image.id}`}>
              {image.fileName}
            </Link>{" "}
            · {describeRule(map.arm.targetRule)}
          </>
        }
        actions={
          <>
            <ButtonLink href={`/explanations/pair/${image.id}`}>Why, and why not?</ButtonLink>
            <ExportMenu of="this map" align="end" items={pictureItems(mapId)} />
          </>
        }
      />
      <div className="mb-10 grid gap-8 md:grid-cols-[minmax(0,384px)_minmax(0,1fr)]">
        <MapViewer
          key={mapId}
          picture={{
            url: `/api/v1/files/${image.displaySha256}`,
            width: image.width,
            height: image.height,
            alt: `${map.arm.label}: saliency map of ${map.target.name} over the image`,
            outline,
          }}
          map={{ height: map.height, width: map.width, data: map.values.map(rounded) }}
          colours={context.kind === "against" ? "against" : "for"}
        />
        <div>
          <MapStanding map={map} context={context} truth={image.className} />
          <div className={context.kind === "other-model" ? "hidden" : "mt-8"}>
            <Section title="Classes" context="The model's probabilities; classes with a map lead to it">
              <ClassProbabilities
                classes={context.classes}
                target={map.target.index}
                truth={image.className}
              />
            </Section>
          </div>
        </div>
      </div>
      <Section title="Scores">
        {own.length > 0 ? (
          <ScoreTable scores={own as MetricScore[]} />
        ) : (
          <p className="text-muted">
            {map.arm.targetRule === "every"
              ? "Maps of every class are there to be looked at and are not scored: most of these classes are not the model's answer."
              : "Not scored yet: a run scores its maps as it makes them."}
          </p>
        )}
      </Section>
      {map.metrics.length > 0 ? (
        <Section title="Insertion and deletion, step by step">
          <MapCurves ctx={ctx} map={{ ...map, metrics: own }} />
        </Section>
      ) : null}
      {others.length > 0 ? (
        <Section title="Other maps of this image in the run">
          <ImageMaps maps={others} />
        </Section>
      ) : null}
    </>
  );
}
