import { WhyPair } from "#components/heatmap/why-pair.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { regionArea } from "#lib/formats/dataset/region-area.ts";
import type { ImageDetail } from "#lib/services/datasets/get-image.ts";
import type { Pair } from "#lib/services/explanations/get-pair.ts";
import { pictureOf } from "../../images/_image/picture-of.ts";
import { ComputeForm } from "./compute-form.tsx";
import { firstChoice, sideView } from "./pair-view.ts";

interface PairSectionProps {
  image: ImageDetail;
  pair: Pair;
  wish: { why?: string; whynot?: string; map?: string };
}

export function PairSection({ image, pair, wish }: PairSectionProps) {
  const names = pair.plus?.classNames ?? pair.minus?.classNames;
  if (!names) {
    return (
      <Notice title="No SCOUTER model yet">
        The pair needs a SCOUTER+ model (evidence for) and a SCOUTER− model (evidence against). Train or
        import them, then start a run.
      </Notice>
    );
  }
  const { id, className, versionId } = image;
  const areas = image.regions.flatMap(({ mark }) => regionArea(mark, image) ?? []);
  const choice = firstChoice(pair, className, wish);
  const compute = (map: "attention" | "additive") =>
    versionId ? <ComputeForm imageId={id} versionId={versionId} map={map} /> : null;
  return (
    <WhyPair
      key={id}
      picture={pictureOf(image)}
      classNames={names}
      truth={className}
      plus={sideView(pair.plus, areas, image)}
      minus={sideView(pair.minus, areas, image)}
      compute={{ attention: compute("attention"), additive: compute("additive") }}
      {...choice}
    />
  );
}
