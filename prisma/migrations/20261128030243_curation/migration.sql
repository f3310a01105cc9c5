-- AlterTable
ALTER TABLE "Dataset" ADD COLUMN     "classRevision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "comparedAt" TIMESTAMP(3),
ADD COLUMN     "lastVersion" INTEGER NOT NULL DEFAULT 0;

UPDATE "Dataset" d SET "lastVersion" = (SELECT coalesce(max("number"), 0) FROM "DatasetVersion" v WHERE v."datasetId" = d."id");

-- AlterTable
ALTER TABLE "DatasetClass" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "parentId" TEXT,
ADD COLUMN     "shortcut" INTEGER;

-- AlterTable
ALTER TABLE "Image" ADD COLUMN     "duplicateGroup" TEXT;

-- AlterTable
ALTER TABLE "DatasetVersion" ADD COLUMN     "counts" JSONB,
ADD COLUMN     "frozenBy" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "note" TEXT NOT NULL DEFAULT '';

-- Of what a person would see of frozen regions: neither ids nor revisions, and no order. Two versions are compared by it.
CREATE FUNCTION frozen_regions_digest(regions jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
  SELECT md5(coalesce(string_agg(seen.region, E'\n' ORDER BY seen.region COLLATE "C"), ''))
  FROM (
    SELECT (element - 'id' - 'revision' - CASE WHEN element -> 'attributes' = '{}' THEN 'attributes' ELSE 'id' END)::text AS region
    FROM jsonb_array_elements(regions) AS element
  ) AS seen
);

-- AlterTable
ALTER TABLE "VersionImage" ADD COLUMN     "regionsDigest" TEXT NOT NULL GENERATED ALWAYS AS (frozen_regions_digest("regions")) STORED;

-- CreateTable
CREATE TABLE "NearDuplicate" (
    "datasetId" TEXT NOT NULL,
    "firstId" TEXT NOT NULL,
    "secondId" TEXT NOT NULL,
    "distance" INTEGER NOT NULL,
    "dismissedBy" TEXT,

    CONSTRAINT "NearDuplicate_pkey" PRIMARY KEY ("firstId","secondId")
);

-- CreateTable
CREATE TABLE "SplitAssignment" (
    "id" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "wish" JSONB NOT NULL,
    "changedCount" INTEGER NOT NULL,
    "assignedBy" TEXT NOT NULL,
    "assignedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undoneAt" TIMESTAMP(3),

    CONSTRAINT "SplitAssignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SplitChange" (
    "assignmentId" TEXT NOT NULL,
    "imageId" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,

    CONSTRAINT "SplitChange_pkey" PRIMARY KEY ("assignmentId","imageId")
);

-- CreateTable
CREATE TABLE "ReleasedFile" (
    "sha256" TEXT NOT NULL,
    "releasedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReleasedFile_pkey" PRIMARY KEY ("sha256")
);

-- CreateIndex
CREATE INDEX IF NOT EXISTS "NearDuplicate_secondId_idx" ON "NearDuplicate"("secondId");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "NearDuplicate_datasetId_idx" ON "NearDuplicate"("datasetId");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "SplitAssignment_datasetId_id_idx" ON "SplitAssignment"("datasetId", "id");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "SplitChange_imageId_idx" ON "SplitChange"("imageId");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "DatasetClass_parentId_idx" ON "DatasetClass"("parentId");

-- CreateIndex
CREATE UNIQUE INDEX "DatasetClass_datasetId_shortcut_key" ON "DatasetClass"("datasetId", "shortcut");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "Image_datasetId_duplicateGroup_idx" ON "Image"("datasetId", "duplicateGroup");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "Region_classId_idx" ON "Region"("classId");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "VersionImage_imageId_idx" ON "VersionImage"("imageId");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "Prediction_imageId_idx" ON "Prediction"("imageId");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "SaliencyMap_imageId_idx" ON "SaliencyMap"("imageId");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "StudyItem_imageId_idx" ON "StudyItem"("imageId");

-- AddForeignKey
ALTER TABLE "DatasetClass" ADD CONSTRAINT "DatasetClass_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "DatasetClass"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NearDuplicate" ADD CONSTRAINT "NearDuplicate_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NearDuplicate" ADD CONSTRAINT "NearDuplicate_firstId_fkey" FOREIGN KEY ("firstId") REFERENCES "Image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NearDuplicate" ADD CONSTRAINT "NearDuplicate_secondId_fkey" FOREIGN KEY ("secondId") REFERENCES "Image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SplitAssignment" ADD CONSTRAINT "SplitAssignment_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SplitChange" ADD CONSTRAINT "SplitChange_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "SplitAssignment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SplitChange" ADD CONSTRAINT "SplitChange_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image"("id") ON DELETE CASCADE ON UPDATE CASCADE;
