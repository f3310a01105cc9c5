import { formatCount } from "#components/figures/format-number.ts";
import type { Tone } from "#components/ui/badge.tsx";
import { MarkedBadge } from "#components/ui/marked-badge.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { ShapeKey } from "#lib/formats/writers/define-writer.ts";
import { type Outcome, SHAPE_NAMES, type WriterDescription } from "#lib/formats/writers/describe-writer.ts";
import type { ShapeCounts } from "#lib/services/exports/count-shapes.ts";

const TONES: Record<Outcome["fate"], { tone: Tone; mark: string }> = {
  kept: { tone: "neutral", mark: "●" },
  converted: { tone: "accent", mark: "◐" },
  dropped: { tone: "warn", mark: "–" },
};

const IMAGE_NAMES = { class: "Class of the image", split: "Split", attributes: "Attributes of the image" };

interface OutcomeTableProps {
  writer: WriterDescription;
  shapes: ShapeCounts;
}

/** What a format keeps, converts and drops of this data set's regions, counted, and of what is said of its images. */
export function OutcomeTable({ writer, shapes: { counts, isPart } }: OutcomeTableProps) {
  const present = Object.entries(counts) as [ShapeKey, number][];
  const images = Object.entries(writer.images) as [keyof typeof IMAGE_NAMES, Outcome][];
  return (
    <div className="min-w-0">
      <p className="mb-3 max-w-prose text-sm text-muted">
        Laid out as {plain(writer.layout)}.{isPart ? " Counted are the first 100,000 regions." : null}
      </p>
      <Table caption={`What ${writer.title} makes of this data set`}>
        <thead>
          <tr>
            <Th>Of this data set</Th>
            <Th numeric>Regions</Th>
            <Th>In the export</Th>
          </tr>
        </thead>
        <tbody>
          {present.map(([key, count]) => (
            <tr key={key}>
              <Th scope="row">{capital(SHAPE_NAMES[key])}</Th>
              <Td numeric>{formatCount(count)}</Td>
              <OutcomeCell {...writer.shapes[key]} />
            </tr>
          ))}
          {images.map(([key, outcome]) => (
            <tr key={key}>
              <Th scope="row">{IMAGE_NAMES[key]}</Th>
              <Td />
              <OutcomeCell {...outcome} />
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function OutcomeCell({ fate, words }: Outcome) {
  const { tone, mark } = TONES[fate];
  return (
    <Td>
      <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <MarkedBadge tone={tone} mark={mark}>
          {fate}
        </MarkedBadge>
        <span className="text-muted">{plain(words)}</span>
      </span>
    </Td>
  );
}

const capital = (text: string) => `${text[0].toUpperCase()}${text.slice(1)}`;

/** Declarations mark names as code, for the documentation. */
const plain = (text: string) => text.replaceAll("`", "");
