-- CreateTable
CREATE TABLE "ReportPack" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "studyId" TEXT NOT NULL,
    "simulated" BOOLEAN NOT NULL,
    "jobId" TEXT NOT NULL,
    "sha256" TEXT,
    "byteSize" BIGINT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readyAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3),

    CONSTRAINT "ReportPack_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ReportPack_studyId_id_idx" ON "ReportPack"("studyId", "id");

-- CreateIndex
CREATE INDEX "ReportPack_workspaceId_expiresAt_idx" ON "ReportPack"("workspaceId", "expiresAt");

-- CreateIndex
CREATE INDEX "ReportPack_sha256_idx" ON "ReportPack"("sha256");

-- AddForeignKey
ALTER TABLE "ReportPack" ADD CONSTRAINT "ReportPack_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReportPack" ADD CONSTRAINT "ReportPack_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE CASCADE ON UPDATE CASCADE;
