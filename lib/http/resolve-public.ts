import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { failFetch, refuseFetch } from "./fetch-refusal.ts";
import { publicAddressProblem } from "./public-address.ts";

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** How names become addresses and which of them may be connected to; other than the default in tests only. */
export interface AddressPolicy {
  lookup(host: string): Promise<ResolvedAddress[]>;
  /** Why this IP address must not be connected to; null when it may. */
  addressProblem(address: string): string | null;
}

export const PUBLIC_ADDRESSES: AddressPolicy = {
  lookup: (host) => lookup(host, { all: true }),
  addressProblem: publicAddressProblem,
};

/**
 * The addresses of a URL's host, looked up once: who connects must connect to these and look up nothing again, or a name
 * that changes in between leads elsewhere. One address that is not public refuses the name.
 * @throws AppError `invalid` (not-public), `unavailable` (no-such-host)
 */
export async function resolvePublic(url: URL, policy: AddressPolicy): Promise<ResolvedAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const version = isIP(host);
  const addresses = version === 0 ? await lookUp(host, policy) : [{ address: host, family: version }];
  for (const { address } of addresses) {
    const problem = policy.addressProblem(address);
    if (problem === null) continue;
    // What a name of a private network resolves to is nobody's business outside it.
    const why = version === 0 ? "" : `: it is ${problem}`;
    throw refuseFetch("not-public", `The address does not lead to a public server${why}.`);
  }
  return addresses;
}

async function lookUp(host: string, policy: AddressPolicy): Promise<ResolvedAddress[]> {
  const addresses = await policy.lookup(host).catch((cause) => {
    throw failFetch("no-such-host", "The server's name is not known: check the address.", undefined, cause);
  });
  if (addresses.length === 0) throw failFetch("no-such-host", "The server's name has no address.");
  return addresses;
}
