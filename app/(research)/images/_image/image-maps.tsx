import Link from "next/link";
import type { ImageMap } from "#lib/services/explanations/list-image-maps.ts";
import { groupBy } from "#lib/services/group-by.ts";

/** Every map of the image, run by run. */
export function ImageMaps({ maps }: { maps: readonly ImageMap[] }) {
  const perArm = groupBy(maps, (map) => `${map.runId} ${map.armLabel}`);
  const hasSeveral = (map: ImageMap) => (perArm.get(`${map.runId} ${map.armLabel}`)?.length ?? 0) > 1;
  return [...groupBy(maps, (map) => map.runId)].map(([runId, group]) => (
    <div key={runId} className="mb-6">
      <h3 className="mb-2 text-sm">
        <Link className="link" href={`/explanations/${runId}`}>
          {group[0].runName}
        </Link>
      </h3>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(136px,1fr))] gap-x-3 gap-y-4">
        {group.map((map) => (
          <li key={map.mapId} className="text-sm">
            {/* biome-ignore lint/performance/noImgElement: drawn by the server, immutable */}
            <img
              src={`/api/v1/maps/${map.mapId}/image?style=overlay`}
              alt={`${map.armLabel}: map of class ${map.targetName}`}
              loading="lazy"
              className="aspect-square w-full rounded-md bg-fill object-cover"
            />
            <p className="mt-1 font-medium">{hasSeveral(map) ? map.targetName : map.armLabel}</p>
            <p className="text-xs text-muted">
              {hasSeveral(map) ? map.armLabel : `${map.targetName} · ${map.modelName}`}
            </p>
          </li>
        ))}
      </ul>
    </div>
  ));
}
