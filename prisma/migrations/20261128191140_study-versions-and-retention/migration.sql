-- AlterEnum
ALTER TYPE "StudyEventKind" ADD VALUE 'erased';

-- AlterTable
ALTER TABLE "Study" ADD COLUMN     "personalErasedAt" TIMESTAMP(3),
ADD COLUMN     "predecessorId" TEXT;

-- CreateIndex
CREATE INDEX "Study_predecessorId_idx" ON "Study"("predecessorId");

-- AddForeignKey
ALTER TABLE "Study" ADD CONSTRAINT "Study_predecessorId_fkey" FOREIGN KEY ("predecessorId") REFERENCES "Study"("id") ON DELETE SET NULL ON UPDATE CASCADE;
