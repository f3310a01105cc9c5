-- CreateEnum
CREATE TYPE "ReviewDecision" AS ENUM ('submitted', 'accepted', 'returned');

-- CreateTable
CREATE TABLE "RegionReview" (
    "id" TEXT NOT NULL,
    "imageId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "decision" "ReviewDecision" NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "ownWork" BOOLEAN NOT NULL DEFAULT false,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RegionReview_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RegionReview_imageId_id_idx" ON "RegionReview"("imageId", "id");

-- CreateIndex
CREATE INDEX "Image_datasetId_regionState_id_idx" ON "Image"("datasetId", "regionState", "id");

-- AddForeignKey
ALTER TABLE "RegionReview" ADD CONSTRAINT "RegionReview_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image"("id") ON DELETE CASCADE ON UPDATE CASCADE;
