/** One name per request, in the answer and in the log: a proxy's that is trusted, or our own. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** What the trusted-proxy setting's words mean. */
const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  uniquelocal: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

/** @param trusted addresses, networks and the words above, separated by commas */
function networksOf(trusted: string): BlockList {
  const list = new BlockList();
  for (const one of trusted.split(",").flatMap((word) => named[word.trim()] ?? [word.trim()])) {
    const [address = "", bits] = one.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Ids of others that are taken over: short, and nothing that could be taken for more than a word in a line of a log. */
const plain = /^[\w.:=+/-]{1,64}$/;

/**
 * Names requests.
 * @param trustProxy proxies whose X-Request-Id is taken over; none: nobody's
 */
export function requestIds(trustProxy: string | undefined): (request: IncomingMessage) => string {
  const trusted = trustProxy === undefined ? null : networksOf(trustProxy);
  // Several processes behind one proxy, and one that was started anew, give no id twice.
  const start = randomBytes(5).toString("hex");
  let count = 0;
  const own = (): string => `${start}-${(++count).toString(36)}`;
  return ({ headers, socket }) => {
    const given = headers["x-request-id"];
    if (trusted === null || typeof given !== "string" || !plain.test(given)) return own();
    const from = socket.remoteAddress ?? "";
    return isIP(from) > 0 && trusted.check(from, isIP(from) === 6 ? "ipv6" : "ipv4") ? given : own();
  };
}
