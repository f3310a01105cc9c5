import { describe, expect, it } from "vitest";
import { publicAddressProblem } from "#lib/http/public-address.ts";

/** IANA IPv4 and IPv6 special-purpose address registries: what is not globally reachable, first and last address. */
const NOT_GLOBAL = [
  ["0.0.0.0", "0.255.255.255"],
  ["10.0.0.0", "10.255.255.255"],
  ["100.64.0.0", "100.127.255.255"],
  ["127.0.0.0", "127.255.255.255"],
  ["169.254.0.0", "169.254.255.255"],
  ["172.16.0.0", "172.31.255.255"],
  ["192.0.0.0", "192.0.0.255"],
  ["192.0.2.0", "192.0.2.255"],
  ["192.88.99.0", "192.88.99.255"],
  ["192.168.0.0", "192.168.255.255"],
  ["198.18.0.0", "198.19.255.255"],
  ["198.51.100.0", "198.51.100.255"],
  ["203.0.113.0", "203.0.113.255"],
  ["224.0.0.0", "239.255.255.255"],
  ["240.0.0.0", "255.255.255.255"],
] as const;

const NOT_GLOBAL_6 = [
  ["::", "::1"],
  ["::7f00:1", "::ffff:ffff"],
  ["::ffff:0:0", "::ffff:ffff:ffff"],
  ["64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"],
  ["100::", "100::ffff:ffff:ffff:ffff"],
  ["100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff"],
  ["2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
] as const;

const toNumber = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const toText = (number: number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");

describe("an address that is not globally reachable", () => {
  it.each(NOT_GLOBAL)("%s to %s is refused, also behind NAT64, and nothing beside it", (first, last) => {
    const [from, to] = [toNumber(first), toNumber(last)];
    for (const address of [from, Math.floor((from + to) / 2), to].map(toText)) {
      expect(publicAddressProblem(address), address).toContain("set aside");
      expect(publicAddressProblem(`64:ff9b::${address}`), address).toContain("set aside");
      expect(publicAddressProblem(`::ffff:${address}`), address).not.toBeNull();
      expect(publicAddressProblem(`::${address}`), address).not.toBeNull();
    }
    const isEdge = (number: number) =>
      NOT_GLOBAL.some(([a, b]) => toNumber(a) <= number && number <= toNumber(b));
    for (const beside of [from - 1, to + 1].filter((number) => number >= 0 && number < 2 ** 32)) {
      if (isEdge(beside)) continue;
      expect(publicAddressProblem(toText(beside)), toText(beside)).toBeNull();
      expect(publicAddressProblem(`64:ff9b::${toText(beside)}`)).toBeNull();
    }
  });

  it.each(NOT_GLOBAL_6)("%s to %s is refused", (first, last) => {
    expect(publicAddressProblem(first)).not.toBeNull();
    expect(publicAddressProblem(last)).not.toBeNull();
  });

  it.each([
    ["169.254.169.254", "most clouds' credentials"],
    ["fd00:ec2::254", "the same over IPv6"],
    ["100.100.100.200", "a cloud's credentials"],
    ["192.0.0.192", "a cloud's credentials"],
    ["168.63.129.16", "a cloud's own services"],
    ["2002:7f00:1::", "this machine by 6to4"],
    ["64:ff9b::a9fe:a9fe", "most clouds' credentials by NAT64"],
    ["::ffff:7f00:1", "this machine, mapped"],
    ["fe80::1%lo", "with a zone"],
    ["2a00:1450::1%eth0", "with a zone"],
    ["localhost", "a name"],
    ["0x7f.1", "another spelling: URL parsing turns it into 127.0.0.1"],
    ["", "nothing"],
  ])("%s (%s) is refused", (address) => {
    expect(publicAddressProblem(address)).not.toBeNull();
  });
});

it.each([
  "1.1.1.1",
  "8.8.8.8",
  "100.63.255.255",
  "172.32.0.0",
  "192.0.1.0",
  "192.31.196.1",
  "223.255.255.255",
  "2001:200::1",
  "2606:4700:4700::1111",
  "2a00:1450:4001::200e",
  "2620:4f:8000::1",
  "64:ff9b::8.8.8.8",
])("%s is public", (address) => expect(publicAddressProblem(address)).toBeNull());
