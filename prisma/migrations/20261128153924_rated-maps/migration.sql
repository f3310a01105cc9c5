-- CreateTable
CREATE TABLE "RatedMap" (
    "reportId" TEXT NOT NULL,
    "mapId" TEXT NOT NULL,
    "mean" DOUBLE PRECISION NOT NULL,
    "spread" DOUBLE PRECISION,
    "answers" INTEGER NOT NULL,

    CONSTRAINT "RatedMap_pkey" PRIMARY KEY ("reportId","mapId")
);

-- CreateIndex
CREATE INDEX "RatedMap_reportId_mean_mapId_idx" ON "RatedMap"("reportId", "mean", "mapId");

-- CreateIndex
CREATE INDEX "RatedMap_reportId_spread_mapId_idx" ON "RatedMap"("reportId", "spread", "mapId");

-- CreateIndex
CREATE INDEX "RatedMap_mapId_idx" ON "RatedMap"("mapId");

-- AddForeignKey
ALTER TABLE "RatedMap" ADD CONSTRAINT "RatedMap_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "Report"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RatedMap" ADD CONSTRAINT "RatedMap_mapId_fkey" FOREIGN KEY ("mapId") REFERENCES "SaliencyMap"("id") ON DELETE CASCADE ON UPDATE CASCADE;
