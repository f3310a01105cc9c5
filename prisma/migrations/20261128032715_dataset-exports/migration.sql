-- CreateTable
CREATE TABLE "DatasetExport" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "versionId" TEXT,
    "versionNumber" INTEGER,
    "format" TEXT NOT NULL,
    "pictures" BOOLEAN NOT NULL,
    "split" TEXT,
    "className" TEXT,
    "jobId" TEXT NOT NULL,
    "sha256" TEXT,
    "byteSize" BIGINT,
    "report" JSONB,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readyAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3),

    CONSTRAINT "DatasetExport_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DatasetExport_datasetId_id_idx" ON "DatasetExport"("datasetId", "id");

-- CreateIndex
CREATE INDEX "DatasetExport_workspaceId_expiresAt_idx" ON "DatasetExport"("workspaceId", "expiresAt");

-- CreateIndex
CREATE INDEX "DatasetExport_sha256_idx" ON "DatasetExport"("sha256");

-- AddForeignKey
ALTER TABLE "DatasetExport" ADD CONSTRAINT "DatasetExport_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DatasetExport" ADD CONSTRAINT "DatasetExport_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;
