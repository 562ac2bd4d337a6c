/** The servers that a setting names. */

/**
 * One address or several, with spaces or commas between; a comma may stand in a password.
 * @throws Error that says what is expected
 */
export function serverAddresses(text: string, setting = "DATABASE_URL"): readonly string[] {
  const all = text
    .trim()
    .split(/[\s,]+(?=postgres(?:ql)?:\/\/)/)
    .map((one) => one.replace(/[\s,]+$/, ""));
  const wrong = all.find((one) => !/^postgres(ql)?:\/\/\S+$/.test(one) || !URL.canParse(one));
  if (wrong === undefined) return [...new Set(all)];
  throw new Error(`${setting}: one or several addresses are expected, such as postgres://name:password@10.0.0.5/chuangtu`);
}

/** What may be said of an address in a log: no name, no password. */
export function placeOf(address: string): string {
  const { host, searchParams } = new URL(address);
  return host || searchParams.get("host") || "local";
}
