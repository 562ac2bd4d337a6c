/** A PNG that knows its size on paper: without it an office program sets the picture at the size of a screen's. Pure. */

const table = Uint32Array.from({ length: 256 }, (_, i) => {
  let value = i;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** PNG's check sum (CRC-32). */
function checkSum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (table[(sum ^ byte) & 0xff] as number) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** The signature and the header chunk, which comes first in each. */
const head = 8 + 25;
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Says the pixels per metre after the header. @param png without a pHYs chunk, as browsers make them @throws when it is no PNG */
export function withSize(png: Uint8Array, dpi: number): Uint8Array<ArrayBuffer> {
  if (signature.some((byte, i) => png[i] !== byte) || png.length < head) throw new Error("Not a PNG.");
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  const perMetre = Math.round(dpi / 0.0254);
  view.setUint32(0, 9);
  chunk.set([0x70, 0x48, 0x59, 0x73], 4);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  chunk[16] = 1;
  view.setUint32(17, checkSum(chunk.subarray(4, 17)));
  const sized = new Uint8Array(png.length + chunk.length);
  sized.set(png.subarray(0, head));
  sized.set(chunk, head);
  sized.set(png.subarray(head), head + chunk.length);
  return sized;
}
