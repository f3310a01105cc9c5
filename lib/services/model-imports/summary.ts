import type { ModelImport, ModelImportState } from "#lib/db/generated/client.ts";
import type { ImportFindings } from "./findings.ts";
import type { ImportChoices } from "./import-choices.ts";

/** An import as pages and the API see it. */
export interface ImportDetail {
  id: string;
  fileName: string;
  byteSize: number;
  state: ModelImportState;
  /** What has been said of it so far. */
  choices: ImportChoices;
  findings: ImportFindings | null;
  error: string | null;
  createdAt: Date;
}

export const detailOf = (row: ModelImport): ImportDetail => ({
  id: row.id,
  fileName: row.fileName,
  byteSize: row.byteSize,
  state: row.state,
  choices: row.choices as ImportDetail["choices"],
  findings: row.findings as ImportFindings | null,
  error: row.error,
  createdAt: row.createdAt,
});
