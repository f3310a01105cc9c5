import { expect, it } from "vitest";
import { classificationReport } from "#lib/metrics/classification/classification-report.ts";
import { reportToJson, reportToMarkdown } from "#lib/metrics/classification/format-report.ts";
import { ClassificationReport } from "#lib/metrics/classification/report.ts";
import { confusionTable, perClassTable } from "#lib/metrics/classification/report-tables.ts";

/** Three classes: one that is known well, one that is never predicted, one without images. */
const report = classificationReport({
  logits: Float32Array.from([2, 0, 0, 2, 0, 0, 2, 0, 0, 2, 1, 0]),
  labels: [0, 0, 0, 1],
  classNames: ["fox", "cat | big", "owl"],
  seed: 4,
  resamples: 50,
});

it("prints every number with its interval or why there is none", () => {
  expect(reportToMarkdown(report)).toMatchInlineSnapshot(`
    "4 images, 3 classes; 50 resamples, seed 4

    | Measure                    | Value     | 95 % interval          | Interval by          |
    | -------------------------- | --------- | ---------------------- | -------------------- |
    | Accuracy                   | 0.750     | [0.301, 0.954]         | Wilson               |
    | Top-5 accuracy             | undefined | too few classes        |                      |
    | ROC-AUC, macro             | undefined | class absent           |                      |
    | Precision, macro           | undefined | no predicted positives |                      |
    | Recall, macro              | undefined | class absent           |                      |
    | F1, macro                  | undefined | class absent           |                      |
    | Cohen's κ                  | 0.000     | no spread              | bootstrap, centred   |
    | Matthews correlation       | undefined | no variation           |                      |
    | Expected calibration error | 0.326     | [0.000, 0.439]         | bootstrap, reflected |
    | Brier score                | 0.306     | [0.049, 0.764]         | bootstrap, centred   |
    | Negative log-likelihood    | 0.532     | [0.216, 1.092]         | bootstrap, centred   |

    A perfectly calibrated model would show a calibration error of 0.289 on these images by chance.

    | Class      | Images | Precision | 95 % interval          | Recall    | 95 % interval  | F1        | 95 % interval  | AUC       | 95 % interval  |
    | ---------- | ------ | --------- | ---------------------- | --------- | -------------- | --------- | -------------- | --------- | -------------- |
    | fox        | 3      | 0.750     | [0.301, 0.954]         | 1.000     | [0.439, 1.000] | 0.857     | [0.462, 0.977] | 1.000     | [0.322, 1.000] |
    | cat \\| big | 1      | undefined | no predicted positives | 0.000     | [0.000, 0.793] | 0.000     | [0.000, 0.885] | 1.000     | [0.322, 1.000] |
    | owl        | 0      | undefined | class absent           | undefined | class absent   | undefined | class absent   | undefined | class absent   |
    "
  `);
});

it("writes JSON that reads back as the same report", () => {
  expect(ClassificationReport.parse(JSON.parse(reportToJson(report)))).toEqual(report);
});

it("puts the classes and the confusion matrix into rows of plain cells", () => {
  const { columns, rows } = perClassTable(report);
  expect(columns.slice(0, 7)).toEqual([
    "class",
    "images",
    "predicted",
    "correct",
    "precision",
    "precision_low",
    "precision_high",
  ]);
  expect(rows[0].slice(0, 5)).toEqual(["fox", 3, 4, 3, 0.75]);
  expect(rows[1].slice(4, 8)).toEqual([null, null, null, 0]);
  expect(rows[1].at(-1)).toBe("precision: no_predicted_positives");
  expect(rows[2].at(-1)).toBe(
    "precision: class_absent; recall: class_absent; f1: class_absent; auc: class_absent",
  );
  for (const row of rows) expect(row).toHaveLength(columns.length);
  expect(confusionTable(report)).toEqual({
    columns: ["true class", "fox", "cat | big", "owl"],
    rows: [
      ["fox", 3, 0, 0],
      ["cat | big", 1, 0, 0],
      ["owl", 0, 0, 0],
    ],
  });
});
