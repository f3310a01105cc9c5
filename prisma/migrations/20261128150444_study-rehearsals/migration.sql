-- CreateTable
CREATE TABLE "Rehearsal" (
    "tokenHash" TEXT NOT NULL,
    "studyId" TEXT NOT NULL,
    "placesLeft" INTEGER NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Rehearsal_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateIndex
CREATE INDEX "Rehearsal_studyId_idx" ON "Rehearsal"("studyId");

-- AddForeignKey
ALTER TABLE "Rehearsal" ADD CONSTRAINT "Rehearsal_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE CASCADE ON UPDATE CASCADE;
