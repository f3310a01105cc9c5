-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "estimate" JSONB;

-- AlterTable
ALTER TABLE "RunArm" ADD COLUMN     "seed" INTEGER;
