-- CreateTable
CREATE TABLE "AnnotationRound" (
    "id" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "instructions" TEXT NOT NULL DEFAULT '',
    "peopleWanted" INTEGER NOT NULL,
    "seed" TEXT NOT NULL,
    "split" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "closedAt" TIMESTAMP(3),
    "agreement" JSONB,
    "agreementOf" INTEGER NOT NULL DEFAULT 0,
    "agreementTurn" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "AnnotationRound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoundImage" (
    "roundId" TEXT NOT NULL,
    "imageId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "RoundImage_pkey" PRIMARY KEY ("roundId","imageId")
);

-- CreateTable
CREATE TABLE "IndependentDrawing" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "imageId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "regions" JSONB NOT NULL DEFAULT '[]',
    "revision" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "doneAt" TIMESTAMP(3),

    CONSTRAINT "IndependentDrawing_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AnnotationRound_datasetId_id_idx" ON "AnnotationRound"("datasetId", "id");

-- CreateIndex
CREATE INDEX "RoundImage_imageId_idx" ON "RoundImage"("imageId");

-- CreateIndex
CREATE UNIQUE INDEX "RoundImage_roundId_position_key" ON "RoundImage"("roundId", "position");

-- CreateIndex
CREATE INDEX "IndependentDrawing_userId_roundId_idx" ON "IndependentDrawing"("userId", "roundId");

-- CreateIndex
CREATE INDEX "IndependentDrawing_imageId_idx" ON "IndependentDrawing"("imageId");

-- CreateIndex
CREATE UNIQUE INDEX "IndependentDrawing_roundId_imageId_userId_key" ON "IndependentDrawing"("roundId", "imageId", "userId");

-- AddForeignKey
ALTER TABLE "AnnotationRound" ADD CONSTRAINT "AnnotationRound_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoundImage" ADD CONSTRAINT "RoundImage_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "AnnotationRound"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IndependentDrawing" ADD CONSTRAINT "IndependentDrawing_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "AnnotationRound"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IndependentDrawing" ADD CONSTRAINT "IndependentDrawing_roundId_imageId_fkey" FOREIGN KEY ("roundId", "imageId") REFERENCES "RoundImage"("roundId", "imageId") ON DELETE CASCADE ON UPDATE CASCADE;
