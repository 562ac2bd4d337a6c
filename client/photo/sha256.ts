/** SHA-256 (FIPS 180-4). The browser's own where there is one; offices open the page by http://10.x, where there is none. */

/** The first 32 bits of the fractional parts of a root of the first 64 primes, without a table to mistype. */
function fractions(root: (prime: number) => number, count: number): Uint32Array {
  const found = new Uint32Array(count);
  for (let n = 2, at = 0; at < count; n++) {
    let prime = true;
    for (let by = 2; by * by <= n && prime; by++) prime = n % by !== 0;
    if (prime) found[at++] = (root(n) % 1) * 2 ** 32;
  }
  return found;
}
const first = fractions(Math.sqrt, 8);
const rounds = fractions(Math.cbrt, 64);

const turned = (x: number, by: number) => (x >>> by) | (x << (32 - by));
const at = (list: Uint32Array, i: number) => list[i] as number;

/** One block of 64 bytes goes into the state. @param w 64 words to work in */
function takeBlock(state: Uint32Array, view: DataView, offset: number, w: Uint32Array): void {
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(offset + i * 4);
  for (let i = 16; i < 64; i++) {
    const [a, b] = [at(w, i - 15), at(w, i - 2)];
    const s0 = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
    const s1 = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
    w[i] = at(w, i - 16) + s0 + at(w, i - 7) + s1;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + at(rounds, i) + at(w, i)) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = at(state, i) + word;
}

/** The last blocks: what is left, a one bit, zeros, and the length in bits. */
function tailOf(bytes: Uint8Array, from: number): DataView {
  const rest = bytes.subarray(from);
  const tail = new Uint8Array(rest.length < 56 ? 64 : 128);
  tail.set(rest);
  tail[rest.length] = 0x80;
  const view = new DataView(tail.buffer);
  view.setUint32(tail.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(tail.length - 4, (bytes.length * 8) % 2 ** 32);
  return view;
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The digest by our own arithmetic, hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  const state = Uint32Array.from(first);
  const work = new Uint32Array(64);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 64);
  for (let i = 0; i < whole; i += 64) takeBlock(state, view, i, work);
  const tail = tailOf(bytes, whole);
  for (let i = 0; i < tail.byteLength; i += 64) takeBlock(state, tail, i, work);
  const out = new DataView(new ArrayBuffer(32));
  for (let i = 0; i < 8; i++) out.setUint32(i * 4, at(state, i));
  return hex(new Uint8Array(out.buffer));
}

/** The digest of what will be sent, hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  return subtle ? hex(new Uint8Array(await subtle.digest("SHA-256", bytes))) : sha256Of(bytes);
}
