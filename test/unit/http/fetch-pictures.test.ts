import type { RequestListener } from "node:http";
import { afterEach, expect, it } from "vitest";
import { openPictureFetcher } from "#lib/http/fetch-pictures.ts";
import { openGate } from "#lib/http/open-gate.ts";
import { plainPng } from "#test/support/files-in-memory.ts";
import { type LoopbackServer, openLoopbackServer } from "#test/support/loopback-server.ts";

const png = await plainPng(9, 9);
let server: LoopbackServer | undefined;
afterEach(() => server?.close());

async function open(answer: RequestListener) {
  server = await openLoopbackServer(answer);
  const waits: number[] = [];
  const fetcher = openPictureFetcher({
    policy: {
      ports: [server.port],
      lookup: async () => [{ address: "127.0.0.1", family: 4 }],
      addressProblem: () => null,
    },
    wait: async (ms) => waits.push(ms),
  });
  const read = (path: string) => fetcher.read(`http://a.example:${server?.port}${path}`, 10_000);
  return { waits, read, fetcher };
}

const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    ({ details }) => details.reason,
  );

it("takes a picture by its type and its bytes, and nothing that only claims to be one", async () => {
  const answers: Record<string, [string | undefined, string | Uint8Array]> = {
    "/good": ["image/png", png],
    "/untold": ["application/octet-stream", png],
    "/silent": [undefined, png],
    "/page": ["text/html", png],
    "/svg": ["image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"],
    "/svg-untold": ["application/octet-stream", "<svg xmlns='http://www.w3.org/2000/svg'/>"],
    "/html-as-png": ["image/png", "<html><script>1</script>"],
    "/odd": ["<script>/x", png],
  };
  const { read } = await open((request, response) => {
    const [type, body] = answers[request.url ?? ""];
    response.writeHead(200, type ? { "content-type": type } : {}).end(body);
  });
  for (const path of ["/good", "/untold", "/silent"]) expect(await read(path)).toEqual(Buffer.from(png));
  for (const path of ["/page", "/svg", "/odd"]) expect(await reasonOf(read(path)), path).toBe("content-type");
  for (const path of ["/svg-untold", "/html-as-png"])
    expect(await reasonOf(read(path)), path).toBe("unsupported");
  await expect(read("/odd")).rejects.toThrow("something else");
});

it("comes back to a busy server, after as long as it asks for, and gives up in the end", async () => {
  let left = 2;
  const { read, waits } = await open((request, response) => {
    if (request.url === "/long") return response.writeHead(503, { "retry-after": "3600" }).end();
    if (request.url === "/gone") return response.writeHead(404).end();
    if (request.url === "/down" || left-- > 0) return response.writeHead(429, { "retry-after": "3" }).end();
    response.end(png);
  });
  expect(await read("/busy")).toEqual(Buffer.from(png));
  expect(waits.splice(0)).toEqual([3000, 3000]);
  expect(await reasonOf(read("/down"))).toBe("http-status");
  expect(waits.splice(0)).toEqual([3000, 3000, 8000]);
  for (const path of ["/long", "/gone"]) expect(await reasonOf(read(path))).toBe("http-status");
  expect(waits).toEqual([]);
});

it("gives up on a host that fails again and again, and on no other", async () => {
  let isDown = true;
  const { read } = await open((request, response) => {
    if (request.url === "/gone") response.writeHead(404).end();
    else if (isDown) response.writeHead(503).end();
    else response.end(png);
  });
  for (let i = 0; i < 4; i++) expect(await reasonOf(read("/1.png"))).toBe("http-status");
  expect(await reasonOf(read("/gone"))).toBe("http-status");
  for (let i = 0; i < 5; i++) expect(await reasonOf(read("/1.png"))).toBe("http-status");
  const asked = server?.asked.length;
  isDown = false;
  expect(await reasonOf(read("/1.png"))).toBe("given-up");
  await expect(read("/1.png")).rejects.toMatchObject({ code: "invalid" });
  expect(server?.asked.length).toBe(asked);
});

it("asks one host for four pictures at once and no more", async () => {
  let [now, most] = [0, 0];
  const { read } = await open((_, response) => {
    most = Math.max(most, ++now);
    setTimeout(() => {
      now--;
      response.end(png);
    }, 20);
  });
  await Promise.all(Array.from({ length: 12 }, (_, i) => read(`/${i}`)));
  expect(most).toBe(4);
});

it("reads the beginning alone", async () => {
  const { fetcher } = await open((request, response) => {
    expect(request.headers.range).toBe("bytes=0-29");
    response.writeHead(206, { "content-range": `bytes 0-29/${png.length}` }).end(png.subarray(0, 30));
  });
  expect(await fetcher.beginning(`http://a.example:${server?.port}/`, 30)).toHaveLength(30);
});

it("a gate lets others pass a host that is full, and closes behind work that fails", async () => {
  const gate = openGate(3, 2);
  const order: string[] = [];
  const open = new Map<string, () => void>();
  const enter = (key: string, name: string) =>
    gate.pass(key, () => {
      order.push(name);
      return new Promise<void>((resolve, reject) =>
        open.set(name, name.endsWith("!") ? () => reject(new Error("x")) : resolve),
      );
    });
  const all = [enter("a", "a1!"), enter("a", "a2"), enter("a", "a3"), enter("b", "b1"), enter("b", "b2")];
  const settled = Promise.allSettled(all);
  await new Promise(setImmediate);
  expect(order).toEqual(["a1!", "a2", "b1"]);
  for (const name of ["a1!", "b1", "a2"]) {
    open.get(name)?.();
    await new Promise(setImmediate);
  }
  expect(order).toEqual(["a1!", "a2", "b1", "a3", "b2"]);
  for (const name of ["a3", "b2"]) open.get(name)?.();
  expect((await settled).map(({ status }) => status)).toEqual(["rejected", ...Array(4).fill("fulfilled")]);
});
