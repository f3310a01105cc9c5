-- CreateEnum
CREATE TYPE "StudyEventKind" AS ENUM ('created', 'prepared', 'opened', 'closed', 'joined', 'answered', 'completed', 'withdrawn', 'exported');

-- AlterTable
ALTER TABLE "Answer" ADD COLUMN     "salt" BYTEA;

-- CreateTable
CREATE TABLE "StudyEventHead" (
    "studyId" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "previousHash" TEXT NOT NULL,

    CONSTRAINT "StudyEventHead_pkey" PRIMARY KEY ("studyId")
);

-- CreateTable
CREATE TABLE "StudyEvent" (
    "studyId" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" "StudyEventKind" NOT NULL,
    "data" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "StudyEvent_pkey" PRIMARY KEY ("studyId","sequence")
);

-- AddForeignKey
ALTER TABLE "StudyEventHead" ADD CONSTRAINT "StudyEventHead_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StudyEvent" ADD CONSTRAINT "StudyEvent_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "StudyEventHead"("studyId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand: Prisma's schema has no triggers. The log is append-only for every connection.
CREATE FUNCTION "refuse_event_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Events of a study are never changed or removed.';
END $$;

CREATE TRIGGER "StudyEvent_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "StudyEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_event_change"();
