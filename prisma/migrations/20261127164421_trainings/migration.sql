-- CreateEnum
CREATE TYPE "TrainingState" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'cancelled');

-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "trainingId" TEXT;

-- CreateTable
CREATE TABLE "Training" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "wish" JSONB NOT NULL,
    "config" JSONB NOT NULL,
    "settings" JSONB NOT NULL,
    "kind" "ModelKind" NOT NULL,
    "backbone" TEXT NOT NULL,
    "inputSize" INTEGER NOT NULL,
    "initialModelId" TEXT,
    "state" "TrainingState" NOT NULL DEFAULT 'queued',
    "error" TEXT,
    "collapse" TEXT,
    "step" INTEGER NOT NULL DEFAULT 0,
    "steps" INTEGER NOT NULL,
    "epochCount" INTEGER NOT NULL,
    "trainCount" INTEGER NOT NULL,
    "validationCount" INTEGER NOT NULL,
    "unlabelledCount" INTEGER NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "engine" JSONB,
    "memoryMb" INTEGER,
    "checkpointSha256" TEXT,
    "modelId" TEXT,
    "startedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "Training_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TrainingEpoch" (
    "trainingId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "trainLoss" DOUBLE PRECISION NOT NULL,
    "trainAccuracy" DOUBLE PRECISION NOT NULL,
    "validationLoss" DOUBLE PRECISION,
    "validationAccuracy" DOUBLE PRECISION,
    "area" DOUBLE PRECISION,
    "lambda" DOUBLE PRECISION,
    "seconds" DOUBLE PRECISION NOT NULL,
    "examples" JSONB NOT NULL,

    CONSTRAINT "TrainingEpoch_pkey" PRIMARY KEY ("trainingId","epoch")
);

-- CreateIndex
CREATE UNIQUE INDEX "Training_modelId_key" ON "Training"("modelId");

-- CreateIndex
CREATE INDEX "Training_workspaceId_id_idx" ON "Training"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "Training_checkpointSha256_idx" ON "Training"("checkpointSha256");

-- CreateIndex
CREATE INDEX "Job_trainingId_idx" ON "Job"("trainingId");

-- AddForeignKey
ALTER TABLE "Training" ADD CONSTRAINT "Training_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Training" ADD CONSTRAINT "Training_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Training" ADD CONSTRAINT "Training_initialModelId_fkey" FOREIGN KEY ("initialModelId") REFERENCES "Model"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Training" ADD CONSTRAINT "Training_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrainingEpoch" ADD CONSTRAINT "TrainingEpoch_trainingId_fkey" FOREIGN KEY ("trainingId") REFERENCES "Training"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_trainingId_fkey" FOREIGN KEY ("trainingId") REFERENCES "Training"("id") ON DELETE CASCADE ON UPDATE CASCADE;
