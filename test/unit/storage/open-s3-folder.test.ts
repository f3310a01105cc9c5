import { expect, it } from "vitest";
import { readConfig } from "#lib/config.ts";
import { openS3Folder } from "#lib/storage/open-s3-folder.ts";
import { plainPng } from "#test/support/files-in-memory.ts";
import { openS3Server, S3_KEYS } from "#test/support/s3-server.ts";

it("people import from the places they may, whoever runs the installation from any", async () => {
  const png = await plainPng(9, 9);
  const server = await openS3Server(
    new Map([
      ["open/fox/1.png", png],
      ["closed/fox/2.png", png],
    ]),
  );
  const { imports } = readConfig({
    AWS_ENDPOINT_URL_S3: server.endpoint,
    AWS_REGION: S3_KEYS.region,
    AWS_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
    S3_PATH_STYLE: "on",
    IMPORT_S3: "s3://pictures/open",
  });
  const files = async (address: string, asker: "people" | "operator") =>
    (await openS3Folder(imports, address, { asker }).list()).map(({ path }) => path);
  expect(await files("s3://pictures/open", "people")).toEqual(["fox/1.png"]);
  expect(await files("s3://pictures", "operator")).toEqual(["closed/fox/2.png", "open/fox/1.png"]);
  const asked = server.asked.length;
  for (const address of [
    "s3://pictures",
    "s3://pictures/closed",
    "s3://pictures/open-too",
    "s3://pictures/open/../closed",
  ]) {
    expect(() => openS3Folder(imports, address, { asker: "people" }), address).toThrow(
      /not allowed|s3:\/\/bucket/,
    );
  }
  expect(server.asked).toHaveLength(asked);
  await server.close();
});
