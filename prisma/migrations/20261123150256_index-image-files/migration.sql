-- CreateIndex
CREATE INDEX "Image_displaySha256_idx" ON "Image"("displaySha256");

-- CreateIndex
CREATE INDEX "Image_thumbSha256_idx" ON "Image"("thumbSha256");
