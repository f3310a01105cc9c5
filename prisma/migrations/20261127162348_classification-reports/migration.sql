-- CreateTable
CREATE TABLE "ClassificationReport" (
    "modelId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "split" TEXT NOT NULL,
    "imageCount" INTEGER NOT NULL,
    "leftOut" INTEGER NOT NULL,
    "results" JSONB NOT NULL,
    "computedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ClassificationReport_pkey" PRIMARY KEY ("modelId","versionId","split")
);

-- AddForeignKey
ALTER TABLE "ClassificationReport" ADD CONSTRAINT "ClassificationReport_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClassificationReport" ADD CONSTRAINT "ClassificationReport_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;
