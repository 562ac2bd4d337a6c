/** Figures and letters as strokes: a picture that is drawn without fonts is the same on every machine. */

/** Of each sign: lines of points on a grid 4 wide and 6 high, y down. */
const signs: Readonly<Record<string, readonly string[]>> = {
  "0": ["10 30 41 45 36 16 05 01 10"],
  "1": ["11 20 26", "16 36"],
  "2": ["01 10 30 41 42 06 46"],
  "3": ["00 40 22 33 44 45 36 16 05"],
  "4": ["36 30 04 44"],
  "5": ["40 00 02 32 43 45 36 06"],
  "6": ["40 20 02 05 16 36 45 44 33 03"],
  "7": ["00 40 16"],
  "8": ["10 30 41 42 33 13 02 01 10", "13 04 05 16 36 45 44 33"],
  "9": ["06 26 44 41 30 10 01 02 13 43"],
  N: ["06 00 46 40"],
  k: ["00 06", "42 04", "13 46"],
  m: ["02 06", "03 12 23 26", "23 32 43 46"],
};
const gap = 2;

/** How wide a text is drawn, in units of its size. */
export const widthOf = (text: string, size: number): number => ((text.length * (4 + gap) - gap) * size) / 6;

/** An SVG path of a text. @param size height of a figure @param x its middle @param y its middle */
export function strokes(text: string, x: number, y: number, size: number): string {
  const unit = size / 6;
  const left = x - widthOf(text, size) / 2;
  const top = y - size / 2;
  const point = (pair: string, at: number): string => {
    const [px, py] = [Number(pair[0]), Number(pair[1])];
    return `${(left + (at * (4 + gap) + px) * unit).toFixed(1)} ${(top + py * unit).toFixed(1)}`;
  };
  return [...text]
    .flatMap((sign, at) =>
      (signs[sign] ?? []).map(
        (line) =>
          `M${line
            .split(" ")
            .map((pair) => point(pair, at))
            .join("L")}`,
      ),
    )
    .join("");
}
