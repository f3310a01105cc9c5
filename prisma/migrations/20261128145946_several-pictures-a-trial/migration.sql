-- AlterTable
ALTER TABLE "StudyArm" ADD COLUMN     "plain" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Trial" ADD COLUMN     "otherStimulusIds" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Answer" ADD COLUMN     "detail" JSONB;

-- The mean of an arm is of what its template scores; all reports so far are of plausibility ratings, 1 to 5.
-- What lacks a part, as here the results without exclusions, is computed again.
UPDATE "Report"
SET "results" = ("results" - 'withoutExclusions') || jsonb_build_object(
  'measure', '{"name": "mean rating", "low": 1, "high": 5, "chance": null, "about": "plausibility"}'::jsonb,
  'values', '[1, 2, 3, 4, 5]'::jsonb,
  'arms', COALESCE((
    SELECT jsonb_agg((arm - 'rating') || jsonb_build_object('score', arm->'rating') ORDER BY place)
    FROM jsonb_array_elements("results"->'arms') WITH ORDINALITY AS listed(arm, place)
  ), '[]'::jsonb)
);
