import Link from "next/link";
import { ConfidenceLegend, MapTile } from "#components/heatmap/map-tile.tsx";
import type { ImageMap } from "#lib/services/explanations/list-image-maps.ts";
import { groupBy } from "#lib/services/group-by.ts";

/** Every map of the image, run by run. */
export function ImageMaps({ maps }: { maps: readonly ImageMap[] }) {
  const perArm = groupBy(maps, (map) => `${map.runId} ${map.armLabel}`);
  const hasSeveral = (map: ImageMap) => (perArm.get(`${map.runId} ${map.armLabel}`)?.length ?? 0) > 1;
  const runs = [...groupBy(maps, (map) => map.runId)].map(([runId, group]) => (
    <div key={runId} className="mb-6">
      <h3 className="mb-2 text-sm">
        <Link className="link" href={`/explanations/${runId}`}>
          {group[0].runName}
        </Link>
      </h3>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(136px,1fr))] gap-x-3 gap-y-4">
        {group.map((map) => (
          <li key={map.mapId} className="text-sm">
            <MapTile
              mapId={map.mapId}
              explainerId={map.explainerId}
              label={`${map.armLabel}: map of class ${map.targetName}`}
              confidence={map.confidence}
            >
              <span className="mt-1 block font-medium">
                {hasSeveral(map) ? map.targetName : map.armLabel}
              </span>
              <span className="block text-xs text-muted">
                {hasSeveral(map) ? map.armLabel : `${map.targetName} · ${map.modelName}`}
              </span>
            </MapTile>
          </li>
        ))}
      </ul>
    </div>
  ));
  return (
    <>
      {runs}
      <ConfidenceLegend />
    </>
  );
}
