import { defineHandler } from "#lib/jobs/define-handler.ts";
import { datasetImport } from "#lib/jobs/definitions/dataset-import.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { openFolderSource } from "#lib/storage/folder-source.ts";

/** Imports a folder of this machine. Repeating it after a kill goes on where it stopped: images are known by content. */
export const importDataset = defineHandler(
  datasetImport,
  async ({ ctx, payload, job: { progress, signal } }) => {
    const { name, description, folder } = payload;
    const source = await openFolderSource(folder);
    const report = await importFolder(
      ctx,
      { name, description, source },
      { onProgress: (done, total) => progress(done, total), signal },
    );
    const refused = report.refusedCount > 0 ? `, ${report.refusedCount} refused` : "";
    await progress(report.found, report.found, `${report.added} added, ${report.unchanged} known${refused}`);
  },
);
