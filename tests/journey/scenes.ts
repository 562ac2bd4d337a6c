/** Photos for journeys, as a phone takes them: a street with rubbish and somebody passing by, and the same street swept. */
import sharp from "sharp";

/** Where the passer-by's face is, as shares of the picture; it is of one colour that nothing else has. */
export const face = { x: 0.62, y: 0.3, w: 0.08, h: 0.14 } as const;
export const faceColour = [236, 64, 200] as const;

const rubbish = `<g fill="#4c5b3a"><ellipse cx="330" cy="610" rx="120" ry="46"/><ellipse cx="420" cy="640" rx="100" ry="40" fill="#6d5b46"/>
  <rect x="280" y="560" width="70" height="52" fill="#8a7b60" transform="rotate(-12 300 580)"/><circle cx="440" cy="600" r="34" fill="#2f3a4d"/></g>`;
const [fx, fy, fw, fh] = [face.x * 1000, face.y * 750, face.w * 1000, face.h * 750];
const passer = `<rect x="${fx - 20}" y="${fy + fh}" width="${fw + 40}" height="230" rx="30" fill="#2c4a7c"/>
  <rect x="${fx}" y="${fy}" width="${fw}" height="${fh}" fill="rgb(${faceColour.join()})"/>`;
const street = (on: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 750">
  <rect width="1000" height="750" fill="#b9cbd8"/><rect y="120" width="1000" height="340" fill="#cdbfa8"/>
  <g fill="#77818c"><rect x="60" y="170" width="150" height="200"/><rect x="290" y="170" width="150" height="200"/><rect x="780" y="170" width="150" height="200"/></g>
  <rect y="460" width="1000" height="110" fill="#a9a49b"/><rect y="560" width="1000" height="14" fill="#d8d4cc"/><rect y="574" width="1000" height="176" fill="#55585c"/>
  <g fill="#e8e4d0"><rect x="40" y="660" width="160" height="14"/><rect x="420" y="660" width="160" height="14"/><rect x="800" y="660" width="160" height="14"/></g>${on}</svg>`;

async function taken(svg: string, width: number): Promise<Buffer> {
  const height = (width * 3) / 4;
  const grain = {
    create: { width, height, channels: 3 as const, background: "#808080", noise: { type: "gaussian" as const, mean: 128, sigma: 50 } },
  };
  const noise = await sharp(grain).png({ compressionLevel: 1 }).toBuffer();
  return sharp(Buffer.from(svg), { density: (72 * width) / 1000 })
    .resize(width, height, { fit: "fill" })
    .composite([{ input: noise, blend: "overlay" }])
    .jpeg({ quality: 90 })
    .withExif({ IFD0: { Make: "Camera" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "33/1 36/1 0/1" } })
    .toBuffer();
}

/** 12 megapixels, with rubbish and a passer-by. */
export const streetBefore = (): Promise<Buffer> => taken(street(rubbish + passer), 4032);
/** The same place, swept; the passer-by is still there. */
export const streetAfter = (): Promise<Buffer> => taken(street(passer), 4032);
