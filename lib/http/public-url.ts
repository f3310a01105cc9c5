import { refuseFetch } from "./fetch-refusal.ts";

/** Longer than any server takes. */
const MAX_ADDRESS = 2048;

/**
 * An address to fetch from: http or https, without a name or password in it, on one of these ports. Other spellings of an
 * IP address (decimal, octal, hex, short) come out in the usual one, as the URL standard has it.
 * @param base what a relative address (of a redirect) is relative to
 * @throws AppError `invalid` with `details.reason`: bad-address, bad-scheme, credentials-in-address, port
 */
export function readPublicUrl(address: string, ports: readonly number[], base?: URL): URL {
  if (address.length > MAX_ADDRESS) {
    throw refuseFetch("bad-address", `The address is longer than ${MAX_ADDRESS} characters.`);
  }
  const url = parseUrl(address, base);
  if (!url) throw refuseFetch("bad-address", "It is no address: give one that begins with https://.");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refuseFetch("bad-scheme", "Only addresses that begin with http:// or https:// are fetched.");
  }
  if (url.username !== "" || url.password !== "") {
    throw refuseFetch("credentials-in-address", "The address holds a name or password: take them out.");
  }
  if (!ports.includes(portOf(url))) {
    throw refuseFetch("port", `Only the ports ${ports.join(" and ")} are fetched from, not ${portOf(url)}.`);
  }
  return url;
}

function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}

function parseUrl(address: string, base?: URL): URL | null {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}
