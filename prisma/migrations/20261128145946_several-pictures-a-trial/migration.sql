-- AlterTable
ALTER TABLE "StudyArm" ADD COLUMN     "plain" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Trial" ADD COLUMN     "otherStimulusIds" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Answer" ADD COLUMN     "detail" JSONB;
