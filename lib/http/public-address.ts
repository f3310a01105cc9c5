import { BlockList, isIP } from "node:net";

/** Blocks of IPv4 that are not reachable from everywhere, with what they are for. */
const IPV4_BLOCKS = [
  ["0.0.0.0/8", "this network"],
  ["10.0.0.0/8", "private"],
  ["100.64.0.0/10", "shared by a provider's customers"],
  ["127.0.0.0/8", "this machine"],
  ["168.63.129.16/32", "a cloud's own services"],
  ["169.254.0.0/16", "link-local"],
  ["172.16.0.0/12", "private"],
  ["192.0.0.0/24", "protocol assignments"],
  ["192.0.2.0/24", "documentation"],
  ["192.88.99.0/24", "6to4 relays"],
  ["192.168.0.0/16", "private"],
  ["198.18.0.0/15", "benchmarks"],
  ["198.51.100.0/24", "documentation"],
  ["203.0.113.0/24", "documentation"],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "reserved"],
] as const;

/** The same of IPv6, inside what is given out as global unicast; everything outside that is refused as a whole. */
const IPV6_BLOCKS = [
  ["2001::/23", "protocol assignments and Teredo"],
  ["2001:db8::/32", "documentation"],
  ["2002::/16", "6to4"],
  ["3fff::/20", "documentation"],
] as const;

/** A translator to IPv4 (RFC 6052): as good as the IPv4 address in its last 32 bits. */
const NAT64 = "64:ff9b::";
const NAT64_BITS = 96;

const ipv6Global = new BlockList();
ipv6Global.addSubnet("2000::", 3, "ipv6");
ipv6Global.addSubnet(NAT64, NAT64_BITS, "ipv6");

const REFUSED = [...IPV4_BLOCKS, ...IPV6_BLOCKS].map(([block, use]) => ({ use, list: blockList(block) }));

function blockList(block: string): BlockList {
  const [network, bits] = block.split("/");
  const list = new BlockList();
  const family = isIP(network) === 4 ? "ipv4" : "ipv6";
  list.addSubnet(network, Number(bits), family);
  if (family === "ipv4") list.addSubnet(NAT64 + network, NAT64_BITS + Number(bits), "ipv6");
  return list;
}

/**
 * Why an IP address is not one that everybody on the Internet reaches, in words that follow "it is"; null when it is one.
 * By IANA's special-purpose registries for IPv4 and IPv6, RFC 6890 and its updates, with multicast and reserved space, and
 * one address inside the public space that a cloud answers on itself (Azure's 168.63.129.16). IPv4 in the form of IPv6 is
 * judged as what it is (NAT64), or refused as a whole where nobody needs it (mapped, compatible, 6to4, Teredo).
 * @param address as `node:dns` and `node:net` write it
 */
export function publicAddressProblem(address: string): string | null {
  const version = isIP(address);
  if (version === 0 || address.includes("%")) return "no plain IP address";
  const family = version === 4 ? "ipv4" : "ipv6";
  if (family === "ipv6" && !ipv6Global.check(address, "ipv6")) return "outside the global unicast addresses";
  const block = REFUSED.find(({ list }) => list.check(address, family));
  return block ? `set aside (${block.use})` : null;
}
