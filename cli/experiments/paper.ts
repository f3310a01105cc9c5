/**
 * Numbers printed in the SCOUTER article (Li et al., ICCV 2021), as reprinted by its replication (Burger et al.,
 * ReScience C 2022, doi 10.5281/zenodo.6574641) from which they were read. Rows that could not be verified there are left out.
 */

export interface PaperExplainability {
  area: number;
  precision: number;
  insertion: number;
  deletion: number;
  infidelity: number;
  sensitivity: number;
}

/** Table 1, ImageNet-100 with ResNeSt-26: sign and lambda -> metrics. */
export const PAPER_EXPLAINABILITY: Readonly<Record<string, PaperExplainability>> = {
  "scouter+ 1": row(0.1561, 0.8493, 0.7512, 0.1753, 0.0799, 0.0796),
  "scouter+ 3": row(0.0723, 0.8488, 0.765, 0.1423, 0.0949, 0.0608),
  "scouter+ 10": row(0.0476, 0.9257, 0.7647, 0.2713, 0.084, 0.115),
  "scouter- 1": row(0.0643, 0.8238, 0.7343, 0.1969, 0.0046, 0.0567),
  "scouter- 3": row(0.0545, 0.8937, 0.6958, 0.4286, 0.0196, 0.1497),
  "scouter- 10": row(0.0217, 0.8101, 0.673, 0.7333, 0.0014, 0.1895),
};

function row(...values: [number, number, number, number, number, number]): PaperExplainability {
  const [area, precision, insertion, deletion, infidelity, sensitivity] = values;
  return { area, precision, insertion, deletion, infidelity, sensitivity };
}

/** Table 3, top-1 accuracy with ResNeSt-26 and lambda 10: model -> data set. */
export const PAPER_ACCURACY: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  fc: { "ImageNet-100": 0.808, "Con-text": 0.6732, "CUB-200": 0.7538 },
  "scouter+": { "ImageNet-100": 0.7991, "Con-text": 0.687, "CUB-200": 0.7362 },
  "scouter-": { "ImageNet-100": 0.7946, "Con-text": 0.6866, "CUB-200": 0.749 },
};

export interface PaperMedical {
  auc: number;
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
  kappa: number;
}

/** Table 4, ACRIMA: normal or glaucoma. */
export const PAPER_MEDICAL: Readonly<Record<string, PaperMedical>> = {
  fc: { auc: 0.9997, accuracy: 0.9857, precision: 0.9915, recall: 0.9831, f1: 0.9872, kappa: 0.971 },
  "scouter+": { auc: 1, accuracy: 1, precision: 1, recall: 1, f1: 1, kappa: 1 },
  "scouter-": { auc: 0.9999, accuracy: 0.9952, precision: 1, recall: 0.9915, f1: 0.9957, kappa: 0.9903 },
};

export const PAPER_SOURCE =
  "Paper: Li et al., ICCV 2021, as reprinted in its replication (doi 10.5281/zenodo.6574641); other data, backbone and size than here, so only the direction can be compared.";
