/**
 * Where a robot may be: anywhere on the public internet by https, or in a network of one's own that the starter has listed, by http too.
 * Everything else is refused, when an address is saved and again at every connection: a name can come to mean another address.
 */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import type { Word } from "../contract/vocabulary.ts";

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** An IPv4 address in IPv6's clothes is what it is. */
const parse = (text: string): ipaddr.IPv4 | ipaddr.IPv6 => ipaddr.process(text);

function network(text: string): Network {
  const [address = "", bits] = text.split("/");
  const base = ipaddr.parse(address);
  return [base, bits === undefined ? (base.kind() === "ipv4" ? 32 : 128) : Number(bits)];
}

function listed(address: ipaddr.IPv4 | ipaddr.IPv6, networks: readonly string[]): boolean {
  return networks.some((text) => {
    const [base, bits] = network(text);
    return base.kind() === address.kind() && address.match(base, bits);
  });
}

/** Of IPv6 only 2000::/3 is given out: what ipaddr.js calls unicast holds old private ranges, too. */
const given = [ipaddr.parse("2000::") as ipaddr.IPv6, 3] as const;
const isPublic = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.range() === "unicast" && (address instanceof ipaddr.IPv4 || address.match([...given]));

/**
 * Whether an IP address may be connected to.
 * @param plain by http: only to networks of one's own
 */
export function mayReach(text: string, networks: readonly string[], plain: boolean): boolean {
  if (!isIP(text) || !ipaddr.isValid(text)) return false;
  const address = parse(text);
  return listed(address, networks) || (!plain && isPublic(address));
}

const refusals = {
  form: { zh: "https:// 开头的机器人地址", en: "the robot's address, beginning with https://" },
  login: { zh: "不含用户名和密码的地址", en: "an address without a user and a password" },
  plain: { zh: "https 地址（http 只用于已允许的内网）", en: "an https address (http only into networks that are allowed)" },
  inside: {
    zh: "公网地址，或启动时以 WEBHOOK_NETWORKS 允许的内网地址",
    en: "a public address, or one in a network allowed by WEBHOOK_NETWORKS at the start",
  },
} as const satisfies Record<string, Word>;

/** The host of a URL as an IP address; null when it is a name. */
export const literalOf = (url: URL): string | null => {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) ? host : null;
};

/**
 * Why a robot's address is not taken; null when it is. A name is looked at again when it is connected to.
 * @param text as it was given
 */
export function addressRefusal(text: string, networks: readonly string[]): Word | null {
  if (!URL.canParse(text)) return refusals.form;
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return refusals.form;
  if (url.username || url.password) return refusals.login;
  const plain = url.protocol === "http:";
  if (plain && networks.length === 0) return refusals.plain;
  const literal = literalOf(url);
  if (literal !== null) return mayReach(literal, networks, plain) ? null : refusals.inside;
  const isName = /^(?!.*\.\.)[a-z0-9_]([a-z0-9._-]*[a-z0-9])?\.?$/i.test(url.hostname);
  // Names of one machine or one house, unless such a house was listed.
  const inside = /^[^.]+\.?$|\.(localhost|local|internal|lan|home\.arpa)\.?$/i.test(url.hostname);
  return !isName ? refusals.form : inside && networks.length === 0 ? refusals.inside : null;
}
