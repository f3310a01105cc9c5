import { expect, it } from "vitest";
import { readConfig } from "#lib/config.ts";
import { measurePictures } from "#lib/formats/dataset/measure-pictures.ts";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { openPictureFetcher } from "#lib/http/fetch-pictures.ts";
import { openUrlSource } from "#lib/storage/open-url-source.ts";
import { plainPng } from "#test/support/files-in-memory.ts";
import { openLoopbackServer } from "#test/support/loopback-server.ts";

const list = (text: string) => new TextEncoder().encode(text);

it("is off until it is switched on", () => {
  const open = (environment: Record<string, string>) =>
    openUrlSource(readConfig(environment).imports, "l.txt", list("https://a.example/1.png"));
  expect(() => open({})).toThrowError(
    expect.objectContaining({ code: "unavailable", details: { reason: "urls-off" } }),
  );
  open({ IMPORT_URLS: "on" }).close();
});

it("brings in what addresses give, line by line, and nothing of a private network", async () => {
  const png = await plainPng(30, 20);
  const server = await openLoopbackServer((request, response) => {
    if (request.url === "/gone.png") response.writeHead(404).end("secret of the inside");
    else if (request.url === "/away.png")
      response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end();
    else if (request.url === "/drawing.png")
      response.writeHead(200, { "content-type": "image/svg+xml" }).end("<svg/>");
    else response.writeHead(200, { "content-type": "image/png" }).end(png);
  });
  const policy = {
    ports: [server.port, 80],
    lookup: async (host: string) => [
      { address: host.startsWith("inside") ? "10.0.0.1" : "127.0.0.1", family: 4 },
    ],
    addressProblem: (address: string) => (address === "127.0.0.1" ? null : "not public"),
  };
  const paths = [
    "a.example/fox.png",
    "a.example/gone.png",
    "a.example/away.png",
    "a.example/drawing.png",
    "inside.example/a.png",
    "b.example/get?id=1",
  ];
  const rows = paths.map((path) => `http://${path.replace("/", `:${server.port}/`)},fox`);
  const source = openUrlSource({ fetchesUrls: true }, "foxes.csv", list(["url,label", ...rows].join("\n")), {
    fetcher: openPictureFetcher({ policy }),
  });
  const dataset = await readDataset(source.source, { format: source.format });
  const { records, refused } = await measurePictures(dataset, dataset.source, { decode: true });
  source.close();
  await server.close();
  const size = { width: 30, height: 20 };
  expect(
    records.map(({ line, className, size, attributes }) => [line, className, size, attributes.url]),
  ).toEqual([
    [2, "fox", size, rows[0].split(",")[0]],
    [7, "fox", size, rows[5].split(",")[0]],
  ]);
  expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
    [3, "http-status"],
    [4, "not-public"],
    [5, "content-type"],
    [6, "not-public"],
  ]);
  expect(JSON.stringify(refused)).not.toMatch(/secret|10\.0\.0/);
});
