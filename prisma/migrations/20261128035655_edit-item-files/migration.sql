-- AlterTable
ALTER TABLE "ImageEditItem" ADD COLUMN     "displaySha256" TEXT,
ADD COLUMN     "sha256" TEXT,
ADD COLUMN     "thumbSha256" TEXT;

-- CreateIndex
CREATE INDEX "ImageEditItem_sha256_idx" ON "ImageEditItem"("sha256");

-- CreateIndex
CREATE INDEX "ImageEditItem_displaySha256_idx" ON "ImageEditItem"("displaySha256");

-- CreateIndex
CREATE INDEX "ImageEditItem_thumbSha256_idx" ON "ImageEditItem"("thumbSha256");

