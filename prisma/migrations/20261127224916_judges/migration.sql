-- AlterTable
ALTER TABLE "RunArm" ADD COLUMN     "explainsModel" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable: until now each map was judged by the model it explains
ALTER TABLE "MetricValue" ADD COLUMN     "judgeId" TEXT;
UPDATE "MetricValue" v SET "judgeId" = a."modelId"
FROM "SaliencyMap" m JOIN "RunArm" a ON a."id" = m."armId" WHERE m."id" = v."mapId";
ALTER TABLE "MetricValue" DROP CONSTRAINT "MetricValue_pkey",
ALTER COLUMN "judgeId" SET NOT NULL,
ADD CONSTRAINT "MetricValue_pkey" PRIMARY KEY ("mapId", "metricId", "profile", "judgeId");

-- CreateTable
CREATE TABLE "RunJudge" (
    "runId" TEXT NOT NULL,
    "modelId" TEXT NOT NULL,
    "state" "RunState" NOT NULL DEFAULT 'queued',
    "mapCount" INTEGER NOT NULL DEFAULT 0,
    "mapsJudged" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "RunJudge_pkey" PRIMARY KEY ("runId","modelId")
);

-- AddForeignKey
ALTER TABLE "RunJudge" ADD CONSTRAINT "RunJudge_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunJudge" ADD CONSTRAINT "RunJudge_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MetricValue" ADD CONSTRAINT "MetricValue_judgeId_fkey" FOREIGN KEY ("judgeId") REFERENCES "Model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
