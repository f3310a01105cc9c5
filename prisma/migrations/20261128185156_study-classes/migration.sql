-- DropIndex
DROP INDEX "Stimulus_studyId_armId_itemId_key";

-- AlterTable
ALTER TABLE "StudyItem" ADD COLUMN     "classes" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Stimulus" ADD COLUMN     "classAt" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE UNIQUE INDEX "Stimulus_studyId_armId_itemId_classAt_key" ON "Stimulus"("studyId", "armId", "itemId", "classAt");
