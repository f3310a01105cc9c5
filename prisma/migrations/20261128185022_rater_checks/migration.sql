-- CreateEnum
CREATE TYPE "TrialCheck" AS ENUM ('attention', 'repeat');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "StudyEventKind" ADD VALUE 'quizzed';
ALTER TYPE "StudyEventKind" ADD VALUE 'screened';

-- AlterEnum
ALTER TYPE "ParticipantState" ADD VALUE 'screened';

-- AlterTable
ALTER TABLE "Participant" ADD COLUMN     "awaitsQuiz" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Trial" ADD COLUMN     "check" "TrialCheck",
ADD COLUMN     "expected" INTEGER;

-- CreateTable
CREATE TABLE "QuizAttempt" (
    "participantId" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "answers" INTEGER[],
    "passed" BOOLEAN NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL,
    "salt" BYTEA NOT NULL,

    CONSTRAINT "QuizAttempt_pkey" PRIMARY KEY ("participantId","attempt")
);

-- AddForeignKey
ALTER TABLE "QuizAttempt" ADD CONSTRAINT "QuizAttempt_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
