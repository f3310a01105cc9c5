-- AlterEnum
ALTER TYPE "StudyEventKind" ADD VALUE 'locked' BEFORE 'opened';

-- CreateTable
CREATE TABLE "StudyLock" (
    "studyId" TEXT NOT NULL,
    "preregistration" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "lockedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "StudyLock_pkey" PRIMARY KEY ("studyId")
);

-- AddForeignKey
ALTER TABLE "StudyLock" ADD CONSTRAINT "StudyLock_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
