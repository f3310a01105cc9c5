-- CreateEnum
CREATE TYPE "RegionState" AS ENUM ('none', 'drawn', 'submitted', 'accepted', 'returned');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "RegionKind" ADD VALUE 'rotated-box';
ALTER TYPE "RegionKind" ADD VALUE 'ellipse';
ALTER TYPE "RegionKind" ADD VALUE 'points';
ALTER TYPE "RegionKind" ADD VALUE 'polyline';

-- AlterTable
ALTER TABLE "Image" ADD COLUMN     "note" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "perceptualHash" BIGINT,
ADD COLUMN     "regionRevision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "regionState" "RegionState" NOT NULL DEFAULT 'none',
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Region" ADD COLUMN     "attributes" JSONB NOT NULL DEFAULT '{}';

-- Images that came with regions have them.
UPDATE "Image" i SET "regionState" = 'drawn'
WHERE EXISTS (SELECT 1 FROM "Region" r WHERE r."imageId" = i."id" AND r."removedAt" IS NULL);
