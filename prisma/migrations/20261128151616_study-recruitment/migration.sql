-- CreateTable
CREATE TABLE "StudyRecruitment" (
    "studyId" TEXT NOT NULL,
    "settings" JSONB NOT NULL,

    CONSTRAINT "StudyRecruitment_pkey" PRIMARY KEY ("studyId")
);

-- CreateTable
CREATE TABLE "Recruit" (
    "participantId" TEXT NOT NULL,
    "session" TEXT,
    "returnHost" TEXT,
    "state" TEXT,
    "stateAt" TIMESTAMP(3),
    "released" BOOLEAN NOT NULL DEFAULT false,
    "askedAt" TIMESTAMP(3),
    "creditReply" TEXT,

    CONSTRAINT "Recruit_pkey" PRIMARY KEY ("participantId")
);

-- CreateTable
CREATE TABLE "CrowdEvent" (
    "id" TEXT NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CrowdEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Recruit_session_idx" ON "Recruit"("session");

-- CreateIndex
CREATE INDEX "CrowdEvent_receivedAt_idx" ON "CrowdEvent"("receivedAt");

-- AddForeignKey
ALTER TABLE "StudyRecruitment" ADD CONSTRAINT "StudyRecruitment_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recruit" ADD CONSTRAINT "Recruit_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
