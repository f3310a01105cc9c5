-- CreateEnum
CREATE TYPE "ImageEditKind" AS ENUM ('set-class', 'set-split', 'add-tag', 'remove-tag', 'set-note', 'delete');

-- CreateEnum
CREATE TYPE "ImageEditState" AS ENUM ('running', 'done', 'failed', 'undoing', 'undone');

-- CreateTable
CREATE TABLE "ImageTally" (
    "datasetId" TEXT NOT NULL,
    "classId" TEXT NOT NULL,
    "split" TEXT NOT NULL,
    "regionState" "RegionState" NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "ImageTally_pkey" PRIMARY KEY ("datasetId","classId","split","regionState")
);

-- CreateTable
CREATE TABLE "TagTally" (
    "datasetId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "TagTally_pkey" PRIMARY KEY ("datasetId","tag")
);

-- CreateTable
CREATE TABLE "ImageEdit" (
    "id" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "kind" "ImageEditKind" NOT NULL,
    "value" TEXT,
    "state" "ImageEditState" NOT NULL DEFAULT 'running',
    "imageCount" INTEGER NOT NULL,
    "changedCount" INTEGER NOT NULL DEFAULT 0,
    "doneCount" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "ImageEdit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImageEditItem" (
    "editId" TEXT NOT NULL,
    "imageId" TEXT NOT NULL,
    "changed" BOOLEAN,
    "before" JSONB,

    CONSTRAINT "ImageEditItem_pkey" PRIMARY KEY ("editId","imageId")
);

-- CreateTable
CREATE TABLE "SavedFilter" (
    "id" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SavedFilter_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ImageEdit_datasetId_id_idx" ON "ImageEdit"("datasetId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "SavedFilter_datasetId_name_key" ON "SavedFilter"("datasetId", "name");

-- CreateIndex
CREATE INDEX "Image_datasetId_classId_id_idx" ON "Image"("datasetId", "classId", "id");

-- AddForeignKey
ALTER TABLE "ImageTally" ADD CONSTRAINT "ImageTally_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TagTally" ADD CONSTRAINT "TagTally_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageEdit" ADD CONSTRAINT "ImageEdit_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageEditItem" ADD CONSTRAINT "ImageEditItem_editId_fkey" FOREIGN KEY ("editId") REFERENCES "ImageEdit"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SavedFilter" ADD CONSTRAINT "SavedFilter_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the grid walks by, with what its facets count: read from the index alone.
CREATE INDEX "Image_grid_idx" ON "Image" ("datasetId", "id") INCLUDE ("classId", "split", "regionState");
CREATE INDEX "Image_tagged_idx" ON "Image" ("datasetId", "id") WHERE "tags" <> '{}';
CREATE INDEX "Prediction_answer_idx" ON "Prediction" ("modelId", "imageId") INCLUDE ("predictedIndex", "probability");

-- Any part of a file name, among half a million.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "Image_fileName_trgm_idx" ON "Image" USING gin ("fileName" gin_trgm_ops);

-- The tallies follow every statement that touches images. Rows of a tally are taken in one order, so that two writers
-- wait for each other instead of standing in each other's way.
CREATE FUNCTION "tallyImages"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cell record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    FOR cell IN
      SELECT c."datasetId", c."classId", c."split", c."regionState", sum(c.n)::int AS n FROM (
        SELECT "datasetId", coalesce("classId", '') AS "classId", "split", "regionState", -1 AS n FROM old_rows
        UNION ALL SELECT "datasetId", coalesce("classId", ''), "split", "regionState", 1 FROM new_rows) c
      GROUP BY 1, 2, 3, 4 HAVING sum(c.n) <> 0 ORDER BY 1, 2, 3, 4
    LOOP PERFORM "addToTally"(cell."datasetId", cell."classId", cell."split", cell."regionState", cell.n); END LOOP;
    FOR cell IN
      SELECT t."datasetId", t.tag, sum(t.n)::int AS n FROM (
        SELECT "datasetId", unnest("tags") AS tag, -1 AS n FROM old_rows
        UNION ALL SELECT "datasetId", unnest("tags"), 1 FROM new_rows) t
      GROUP BY 1, 2 HAVING sum(t.n) <> 0 ORDER BY 1, 2
    LOOP PERFORM "addToTagTally"(cell."datasetId", cell.tag, cell.n); END LOOP;
  ELSIF TG_OP = 'INSERT' THEN
    FOR cell IN
      SELECT "datasetId", coalesce("classId", '') AS "classId", "split", "regionState", count(*)::int AS n FROM new_rows
      GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    LOOP PERFORM "addToTally"(cell."datasetId", cell."classId", cell."split", cell."regionState", cell.n); END LOOP;
    FOR cell IN
      SELECT "datasetId", unnest("tags") AS tag, count(*)::int AS n FROM new_rows GROUP BY 1, 2 ORDER BY 1, 2
    LOOP PERFORM "addToTagTally"(cell."datasetId", cell.tag, cell.n); END LOOP;
  ELSE
    FOR cell IN
      SELECT "datasetId", coalesce("classId", '') AS "classId", "split", "regionState", -count(*)::int AS n FROM old_rows
      GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    LOOP PERFORM "addToTally"(cell."datasetId", cell."classId", cell."split", cell."regionState", cell.n); END LOOP;
    FOR cell IN
      SELECT "datasetId", unnest("tags") AS tag, -count(*)::int AS n FROM old_rows GROUP BY 1, 2 ORDER BY 1, 2
    LOOP PERFORM "addToTagTally"(cell."datasetId", cell.tag, cell.n); END LOOP;
  END IF;
  RETURN NULL;
END $$;

-- Nothing is added to a data set that is being deleted: its images go after it.
CREATE FUNCTION "addToTally"(dataset text, class text, name text, state "RegionState", n int) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "ImageTally" ("datasetId", "classId", "split", "regionState", "count")
  SELECT dataset, class, name, state, n WHERE n > 0 OR EXISTS (SELECT 1 FROM "Dataset" WHERE "id" = dataset)
  ON CONFLICT ("datasetId", "classId", "split", "regionState") DO UPDATE SET "count" = "ImageTally"."count" + excluded."count"
$$;

CREATE FUNCTION "addToTagTally"(dataset text, name text, n int) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "TagTally" ("datasetId", "tag", "count")
  SELECT dataset, name, n WHERE n > 0 OR EXISTS (SELECT 1 FROM "Dataset" WHERE "id" = dataset)
  ON CONFLICT ("datasetId", "tag") DO UPDATE SET "count" = "TagTally"."count" + excluded."count"
$$;

CREATE TRIGGER "Image_tally_insert" AFTER INSERT ON "Image" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "tallyImages"();
CREATE TRIGGER "Image_tally_update" AFTER UPDATE ON "Image" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "tallyImages"();
CREATE TRIGGER "Image_tally_delete" AFTER DELETE ON "Image" REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "tallyImages"();

INSERT INTO "ImageTally" ("datasetId", "classId", "split", "regionState", "count")
SELECT "datasetId", coalesce("classId", ''), "split", "regionState", count(*) FROM "Image" GROUP BY 1, 2, 3, 4;
INSERT INTO "TagTally" ("datasetId", "tag", "count")
SELECT "datasetId", unnest("tags"), count(*) FROM "Image" GROUP BY 1, 2;
