import type { RequestListener } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { AppError } from "#lib/errors.ts";
import {
  type FetchPolicy,
  type FetchRequest,
  openPublicFetcher,
  type PublicFetcher,
} from "#lib/http/fetch-public.ts";
import { publicAddressProblem } from "#lib/http/public-address.ts";
import { CERTIFICATE } from "#test/support/loopback-certificate.ts";
import { type LoopbackServer, openLoopbackServer } from "#test/support/loopback-server.ts";

const REQUEST: FetchRequest = { maxBytes: 1000, accept: "*/*", typeProblem: () => null };
const SHORT = { totalMs: 120_000, answerMs: 150, windowMs: 150, windowBytes: 50 };

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const keep = <T extends { close(): unknown }>(each: T) => {
  opened.push(each);
  return each;
};

const serve = async (answer: RequestListener, isTls?: boolean) =>
  keep(await openLoopbackServer(answer, isTls));

/** Of this machine's addresses 127.0.0.1 counts as public, and every name leads to it. */
function fetcherTo({ port }: LoopbackServer, policy: Partial<FetchPolicy> = {}): PublicFetcher {
  return keep(
    openPublicFetcher({
      lookup: async () => [{ address: "127.0.0.1", family: 4 }],
      addressProblem: (address) => (address === "127.0.0.1" ? null : publicAddressProblem(address)),
      ports: [port],
      ...policy,
    }),
  );
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    (value) => expect.fail(`it was fetched: ${value}`),
    ({ code, message, details }: AppError) => ({ code, message, reason: details.reason, details }),
  );

const reasonOf = async (work: Promise<unknown>) => (await refusal(work)).reason;

describe("an address that leads into a private network is refused without a connection", () => {
  it.each([
    ["127.0.0.1", "loopback"],
    ["169.254.169.254", "a cloud's metadata"],
    ["[::1]", "loopback, IPv6"],
    ["[::ffff:7f00:1]", "loopback, IPv4-mapped"],
    ["[::ffff:127.0.0.1]", "the same, dotted"],
    ["[64:ff9b::7f00:1]", "loopback, NAT64"],
    ["[2002:7f00:1::]", "loopback, 6to4"],
    ["2130706433", "loopback, decimal"],
    ["0177.0.0.1", "loopback, octal"],
    ["0x7f000001", "loopback, hex"],
    ["0x7f.1", "loopback, short"],
    ["127.1", "loopback, shorter"],
    ["0", "this machine"],
    ["０x7f.1", "loopback in full-width digits"],
    ["127。0。0。1", "loopback with ideographic full stops"],
    ["10.0.0.1", "private"],
    ["[fd00:ec2::254]", "a cloud's metadata, IPv6"],
  ])("%s (%s)", async (host) => {
    const server = await serve((_, response) => response.end("secret"));
    const fetcher = keep(openPublicFetcher({ ports: [server.port] }));
    const { code, reason } = await refusal(fetcher.get(`http://${host}:${server.port}/`, REQUEST));
    expect({ code, reason }).toEqual({ code: "invalid", reason: "not-public" });
    expect(server.asked).toEqual([]);
  });

  it("localhost, and any name of which one address is private; where it leads is not told", async () => {
    const server = await serve((_, response) => response.end("secret"));
    const local = keep(openPublicFetcher({ ports: [server.port] }));
    expect(await reasonOf(local.get(`http://localhost:${server.port}/`, REQUEST))).toBe("not-public");
    const lookup = async () => ["93.184.216.34", "10.1.2.3"].map((address) => ({ address, family: 4 }));
    const mixed = keep(openPublicFetcher({ ports: [server.port], lookup }));
    const { reason, message } = await refusal(mixed.get(`http://inside.example:${server.port}/`, REQUEST));
    expect(reason).toBe("not-public");
    expect(message).not.toMatch(/10\.1|private/);
    expect(server.asked).toEqual([]);
  });

  it("by a redirect, whatever it is written as", async () => {
    const places = [
      "http://127.0.0.2:PORT/",
      "//[::1]:PORT/",
      "http://2130706434:PORT/",
      "http://inside.example:PORT/",
    ];
    const server = await serve((request, response) => {
      const place = places[Number(request.url?.slice(1))].replace("PORT", String(request.socket.localPort));
      response.writeHead(302, { location: place }).end();
    });
    const lookup = async (host: string) => [
      { address: host === "start.example" ? "127.0.0.1" : "10.0.0.1", family: 4 },
    ];
    for (const index of places.keys()) {
      const fetched = fetcherTo(server, { lookup }).get(
        `http://start.example:${server.port}/${index}`,
        REQUEST,
      );
      expect(await reasonOf(fetched), places[index]).toBe("not-public");
    }
    expect(server.asked).toHaveLength(places.length);
  });

  it("by a name that changes between check and connection: it is looked up once, and that is where it goes", async () => {
    const server = await serve((request, response) => response.end(request.headers.host));
    const lookup = vi
      .fn<FetchPolicy["lookup"]>()
      .mockResolvedValueOnce([{ address: "127.0.0.1", family: 4 }])
      .mockResolvedValue([{ address: "127.0.0.2", family: 4 }]);
    const fetcher = fetcherTo(server, { lookup });
    const bytes = await fetcher.get(`http://rebind.example:${server.port}/`, REQUEST);
    expect(Buffer.from(bytes).toString()).toBe(`rebind.example:${server.port}`);
    expect(lookup).toHaveBeenCalledTimes(1);
    expect(await reasonOf(fetcher.get(`http://rebind.example:${server.port}/`, REQUEST))).toBe("not-public");
    expect(server.asked).toHaveLength(1);
  });
});

describe("an address is refused for what is written in it", () => {
  it.each([
    ["file:///etc/passwd", "bad-scheme"],
    ["ftp://example.org/a.png", "bad-scheme"],
    ["data:image/png;base64,AAAA", "bad-scheme"],
    ["gopher://example.org/", "bad-scheme"],
    ["http://name:word@example.org/", "credentials-in-address"],
    ["http://example.org@127.0.0.1/", "credentials-in-address"],
    ["http://example.org:22/", "port"],
    ["https://example.org:6379/", "port"],
    ["not an address", "bad-address"],
    ["", "bad-address"],
    [`https://example.org/${"x".repeat(3000)}`, "bad-address"],
  ])("%s: %s", async (address, reason) => {
    expect(await reasonOf(keep(openPublicFetcher()).get(address, REQUEST))).toBe(reason);
  });

  it.each([
    ["file:///etc/passwd", "bad-scheme"],
    ["data:,secret", "bad-scheme"],
    ["http://name:word@example.org/", "credentials-in-address"],
    ["http://example.org:22/", "port"],
  ])("also by a redirect to %s", async (location, reason) => {
    const server = await serve((_, response) => response.writeHead(302, { location }).end());
    expect(await reasonOf(fetcherTo(server).get(`http://a.example:${server.port}/`, REQUEST))).toBe(reason);
  });
});

describe("what an address answers", () => {
  it("is taken through some redirects, not through a circle", async () => {
    const server = await serve((request, response) => {
      if (request.url === "/3") response.end("there");
      else
        response
          .writeHead(301, {
            location: request.url === "/round" ? "/round" : `/${Number(request.url?.slice(1)) + 1}`,
          })
          .end("x");
    });
    const fetcher = fetcherTo(server);
    const at = (path: string) => fetcher.get(`http://a.example:${server.port}${path}`, REQUEST);
    expect(Buffer.from(await at("/0")).toString()).toBe("there");
    expect(await reasonOf(at("/round"))).toBe("too-many-redirects");
    expect(server.asked.filter((each) => each === "GET /round")).toHaveLength(6);
  });

  it("comes without anything of ours being sent", async () => {
    const server = await serve((request, response) => {
      response.setHeader("set-cookie", "a=b");
      response.end(JSON.stringify(request.headers));
    });
    const fetcher = fetcherTo(server);
    const address = `http://a.example:${server.port}/`;
    await fetcher.get(address, REQUEST);
    const headers = JSON.parse(Buffer.from(await fetcher.get(address, REQUEST)).toString());
    expect(Object.keys(headers).sort()).toEqual([
      "accept",
      "accept-encoding",
      "connection",
      "host",
      "user-agent",
    ]);
    expect(headers["user-agent"]).toContain("Whynot");
  });

  it("is refused above the limit: announced, unannounced, and not read to the end", async () => {
    let sent = 0;
    const server = await serve((request, response) => {
      if (request.url === "/announced")
        return response.writeHead(200, { "content-length": 1001 }).end("x".repeat(1001));
      const send = () => {
        sent += 1000;
        if (response.writable && sent < 50e6 && response.write("x".repeat(1000))) setImmediate(send);
        else response.once("drain", send);
      };
      send();
    });
    const fetcher = fetcherTo(server);
    for (const path of ["announced", "endless"]) {
      const { code, reason } = await refusal(fetcher.get(`http://a.example:${server.port}/${path}`, REQUEST));
      expect({ code, reason }).toEqual({ code: "too_large", reason: "too-many-bytes" });
    }
    expect(sent).toBeLessThan(20e6);
    const exact = await serve((_, response) => response.end("x".repeat(1000)));
    expect(await fetcherTo(exact).get(`http://a.example:${exact.port}/`, REQUEST)).toHaveLength(1000);
  });

  it("is unpacked up to the limit: a gzip bomb is stopped, and so is gzip that unpacks to nothing for ever", async () => {
    const empty = gzipSync("");
    const bodies: Record<string, Buffer> = {
      "/good": gzipSync("y".repeat(900)),
      "/bomb": gzipSync(Buffer.alloc(50e6)),
      "/hollow": Buffer.concat(Array.from({ length: 1000 }, () => empty)),
      "/damaged": Buffer.from("no gzip at all"),
      "/cut": gzipSync("z".repeat(900)).subarray(0, 20),
    };
    const server = await serve((request, response) =>
      response
        .writeHead(200, { "content-encoding": request.url === "/odd" ? "gzip, gzip" : "gzip" })
        .end(bodies[request.url ?? ""]),
    );
    const fetcher = fetcherTo(server);
    const at = (path: string, maxBytes = 60_000) =>
      fetcher.get(`http://a.example:${server.port}${path}`, { ...REQUEST, maxBytes });
    expect(Buffer.from(await at("/good")).toString()).toBe("y".repeat(900));
    expect(await reasonOf(at("/bomb"))).toBe("too-many-bytes");
    expect(await reasonOf(at("/hollow", 10_000))).toBe("too-many-bytes");
    for (const path of ["/damaged", "/cut", "/odd"])
      expect(await reasonOf(at(path)), path).toBe("bad-encoding");
  });

  it("is unpacked as it says: gzip, deflate, Brotli", async () => {
    const pack = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
    const server = await serve((request, response) => {
      const [, encoding, kind] = (request.url ?? "").split("/");
      const body =
        kind === "bad" ? Buffer.from("nothing packed") : pack[encoding as "br"](Buffer.from("q".repeat(900)));
      response.writeHead(200, { "content-encoding": encoding }).end(body);
    });
    const fetcher = fetcherTo(server);
    for (const encoding of Object.keys(pack)) {
      const at = (kind: string) =>
        fetcher.get(`http://a.example:${server.port}/${encoding}/${kind}`, REQUEST);
      expect(Buffer.from(await at("good")).toString()).toBe("q".repeat(900));
      expect(await reasonOf(at("bad")), encoding).toBe("bad-encoding");
    }
  });

  it("is given up when it drips, stalls, never begins, or the name is never found", async () => {
    const timers: NodeJS.Timeout[] = [];
    const server = await serve((request, response) => {
      if (request.url === "/never") return;
      response.writeHead(200);
      response.write("x");
      if (request.url === "/drip") timers.push(setInterval(() => response.write("x"), 20));
    });
    const fetcher = fetcherTo(server, { time: SHORT });
    for (const path of ["never", "stall", "drip"]) {
      const { code, reason } = await refusal(fetcher.get(`http://a.example:${server.port}/${path}`, REQUEST));
      expect({ code, reason }, path).toEqual({ code: "invalid", reason: "too-slow" });
    }
    for (const timer of timers) clearInterval(timer);
    const lost = fetcherTo(server, { time: SHORT, lookup: () => new Promise(() => {}) });
    expect(await reasonOf(lost.get(`http://a.example:${server.port}/`, REQUEST))).toBe("too-slow");
  });

  it("is given up in the end, however lively it is", async () => {
    const server = await serve((_, response) => {
      const timer = setInterval(() => response.write("x".repeat(200)), 10);
      response.on("close", () => clearInterval(timer));
    });
    const fetcher = fetcherTo(server, { time: { ...SHORT, totalMs: 400 } });
    const endless = fetcher.get(`http://a.example:${server.port}/`, { ...REQUEST, maxBytes: 1e9 });
    expect(await reasonOf(endless)).toBe("too-slow");
  });

  it("is not asked for when the import has been stopped, and dropped when it is stopped meanwhile", async () => {
    const server = await serve((_, response) => response.write("x"));
    const stop = new AbortController();
    const fetched = refusal(
      fetcherTo(server).get(`http://a.example:${server.port}/`, { ...REQUEST, signal: stop.signal }),
    );
    setTimeout(() => stop.abort(), 50);
    expect((await fetched).code).toBe("cancelled");
    const later = fetcherTo(server).get(`http://a.example:${server.port}/`, {
      ...REQUEST,
      signal: stop.signal,
    });
    expect((await refusal(later)).code).toBe("cancelled");
  });

  it("never shows in an error; what may go better later is told apart, with when", async () => {
    const server = await serve((request, response) => {
      const status = Number(request.url?.slice(1));
      if (status === 0) return response.socket?.destroy();
      response.writeHead(status, { "retry-after": "7", "content-length": 20 }).end("secret of the inside");
    });
    const fetcher = fetcherTo(server);
    for (const [status, code] of [
      [404, "invalid"],
      [403, "invalid"],
      [204, "invalid"],
      [429, "unavailable"],
      [503, "unavailable"],
      [0, "unavailable"],
    ] as const) {
      const failed = await refusal(fetcher.get(`http://a.example:${server.port}/${status}`, REQUEST));
      expect(failed.code, String(status)).toBe(code);
      expect(failed.message).not.toMatch(/secret|127\.0/);
      if (status === 429) expect(failed.details.retryAfterMs).toBe(7000);
    }
  });

  it("leaves the connection usable: a hundred refusals do not need a hundred", async () => {
    const ports = new Set<number | undefined>();
    const server = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.writeHead(404).end();
    });
    const fetcher = fetcherTo(server);
    for (let i = 0; i < 100; i++) await refusal(fetcher.get(`http://a.example:${server.port}/`, REQUEST));
    expect(ports.size).toBeLessThan(10);
  });

  it("is refused by its type before it is read", async () => {
    const server = await serve((_, response) =>
      response.writeHead(200, { "content-type": "Text/HTML; charset=utf-8" }).end("<p>"),
    );
    const typeProblem = vi.fn(() => "It is a page.");
    const fetched = fetcherTo(server).get(`http://a.example:${server.port}/`, { ...REQUEST, typeProblem });
    expect(await refusal(fetched)).toMatchObject({ reason: "content-type", message: "It is a page." });
    expect(typeProblem).toHaveBeenCalledWith("text/html");
  });

  it("may be only its beginning, whether the server knows ranges or not", async () => {
    const server = await serve((request, response) => {
      const body = Buffer.from("0123456789".repeat(1000));
      if (request.url === "/ranges") {
        expect(request.headers.range).toBe("bytes=0-14");
        return response.writeHead(206, { "content-range": "bytes 0-14/10000" }).end(body.subarray(0, 15));
      }
      if (request.url === "/elsewhere")
        return response.writeHead(206, { "content-range": "bytes 5-19/10000" }).end(body.subarray(5, 20));
      response.end(body);
    });
    const fetcher = fetcherTo(server);
    const at = (path: string) =>
      fetcher.get(`http://a.example:${server.port}${path}`, { ...REQUEST, maxBytes: 20_000, firstBytes: 15 });
    for (const path of ["/ranges", "/plain"])
      expect(Buffer.from(await at(path)).toString()).toBe("012345678901234");
    expect(await reasonOf(at("/elsewhere"))).toBe("http-status");
  });

  it("is believed over TLS only with a certificate for its name", async () => {
    const server = await serve((_, response) => response.end("safe"), true);
    const at = (name: string, policy: Partial<FetchPolicy>) =>
      fetcherTo(server, policy).get(`https://${name}:${server.port}/`, REQUEST);
    expect(Buffer.from(await at("pictures.example.org", { ca: CERTIFICATE })).toString()).toBe("safe");
    expect(await reasonOf(at("other.example.org", { ca: CERTIFICATE }))).toBe("certificate");
    expect(await reasonOf(at("pictures.example.org", {}))).toBe("certificate");
    expect(server.asked).toHaveLength(1);
  });
});
