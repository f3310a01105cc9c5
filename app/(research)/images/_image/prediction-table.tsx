import Link from "next/link";
import { formatPercent } from "#components/figures/format-number.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { ImagePrediction } from "#lib/services/datasets/get-image.ts";

interface PredictionTableProps {
  predictions: readonly ImagePrediction[];
  truth: string | null;
}

export function PredictionTable({ predictions, truth }: PredictionTableProps) {
  if (predictions.length === 0) {
    return (
      <p className="text-muted">
        No model has answered on this image yet: a run computes the answers it needs.
      </p>
    );
  }
  return (
    <Table caption="What each model answers">
      <thead>
        <tr>
          <Th>Model</Th>
          <Th>Answer</Th>
          <Th numeric>Probability</Th>
        </tr>
      </thead>
      <tbody>
        {predictions.map((prediction) => (
          <tr key={prediction.modelId}>
            <Th scope="row">
              <Link className="link" href={`/models/${prediction.modelId}`}>
                {prediction.modelName}
              </Link>
            </Th>
            <Td>
              {prediction.className}
              {truth ? (
                <span className={prediction.className === truth ? "text-muted" : "text-danger"}>
                  {prediction.className === truth ? " ✓ right" : " × wrong"}
                </span>
              ) : null}
            </Td>
            <Td numeric>{formatPercent(prediction.probability)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
