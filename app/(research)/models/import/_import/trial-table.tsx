import { formatPercent } from "#components/figures/format-number.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { PRESETS } from "#lib/onnx/normalisation.ts";
import type { Trial } from "#lib/onnx/preview-answers.ts";

/** How sure the model is of the same pictures under each usual normalisation: a wrong one leaves most models unsure. */
export function TrialTable({ trials, chosen }: { trials: readonly Trial[]; chosen: string | undefined }) {
  const counted = trials.some(({ right }) => right !== null);
  return (
    <Table caption="Certainty under each normalisation">
      <thead>
        <tr>
          <Th pinned>Normalisation</Th>
          <Th>What it is</Th>
          <Th numeric>Mean certainty</Th>
          {counted ? <Th numeric>Right</Th> : null}
        </tr>
      </thead>
      <tbody>
        {trials.map(({ preset, certainty, right }) => (
          <tr key={preset}>
            <Th scope="row" pinned className={preset === chosen ? "font-semibold" : undefined}>
              {preset}
              {preset === chosen ? <span className="text-xs text-muted"> (chosen)</span> : null}
            </Th>
            <Td className="text-muted">{PRESETS.find(({ id }) => id === preset)?.description}</Td>
            <Td numeric>{formatPercent(certainty)}</Td>
            {counted ? <Td numeric>{right ? `${right.correct} of ${right.of}` : "–"}</Td> : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
