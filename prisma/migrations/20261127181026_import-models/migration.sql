-- CreateEnum
CREATE TYPE "ModelImportState" AS ENUM ('inspecting', 'ready', 'incomplete', 'refused');

-- AlterEnum
ALTER TYPE "ModelKind" ADD VALUE 'onnx';

-- CreateTable
CREATE TABLE "ModelImport" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "byteSize" INTEGER NOT NULL,
    "state" "ModelImportState" NOT NULL DEFAULT 'inspecting',
    "choices" JSONB NOT NULL DEFAULT '{}',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "findings" JSONB,
    "weightsSha256" TEXT,
    "weightsByteSize" INTEGER,
    "error" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ModelImport_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ModelImport_workspaceId_id_idx" ON "ModelImport"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "ModelImport_sha256_idx" ON "ModelImport"("sha256");

-- CreateIndex
CREATE INDEX "ModelImport_weightsSha256_idx" ON "ModelImport"("weightsSha256");

-- AddForeignKey
ALTER TABLE "ModelImport" ADD CONSTRAINT "ModelImport_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
