import type { ImageDetail } from "#lib/services/datasets/get-image.ts";

/** What the source says about the image. */
export function ImageFacts({ image }: { image: ImageDetail }) {
  const attributes = Object.entries(image.attributes).filter(([, value]) => typeof value !== "object");
  const facts: [string, string][] = [
    ["Split", image.split],
    ["Size", `${image.width} × ${image.height} px`],
    ["Regions", image.regions.map(({ mark }) => mark.kind).join(", ") || "none"],
    ...attributes.map(([name, value]): [string, string] => [name, String(value)]),
  ];
  return (
    <dl className="mb-8 grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
