/** How wide text is on paper, and where it is broken: the sheets are laid out by these numbers, so they are never too small. Pure; millimetres. */

/** Of an em: what no usual face exceeds. Han and what stands in a Han square is one em. */
const narrow = new Set("iljtfrI.,:;'|!()[]/ -".split(""));
const wide = new Set("mwMW@%&—".split(""));
function em(char: string): number {
  const code = char.codePointAt(0) as number;
  if (code > 0x2000) return 1;
  if (wide.has(char)) return 1;
  if (narrow.has(char)) return 0.42;
  return char >= "A" && char <= "Z" ? 0.76 : 0.62;
}

/** @param size of the type, mm (an em) */
export const widthOf = (text: string, size: number): number => [...text].reduce((sum, char) => sum + em(char), 0) * size;

/** Never first in a line. */
const closing = new Set("，。、；：？！）》】”’%,.;:?!)]}".split(""));
/** What is not broken: a word in Latin letters or digits with what ends it; any other character by itself. */
const pieces = (text: string): string[] => text.match(/[A-Za-z0-9À-ɏ'’_@#&+*/.-]+|\s+|./gsu) ?? [];

/** A piece that is wider than a line is broken anywhere. */
function* fitting(piece: string, width: number, size: number): Generator<string> {
  let part = "";
  for (const char of piece) {
    if (part !== "" && widthOf(part + char, size) > width) {
      yield part;
      part = "";
    }
    part += char;
  }
  if (part !== "") yield part;
}

/** Lines of a text, none wider than `width` (unless one character is); nothing is left out but blanks at their ends. */
export function wrap(text: string, width: number, size: number): string[] {
  return text.split(/\r?\n/).flatMap((paragraph) => wrapOne(paragraph, width, size));
}

function wrapOne(text: string, width: number, size: number): string[] {
  const lines: string[][] = [[]];
  let used = 0;
  for (const piece of pieces(text).flatMap((one) => [...fitting(one, width, size)])) {
    const line = lines.at(-1) as string[];
    const own = widthOf(piece, size);
    if (used + own <= width || line.length === 0) {
      if (line.length === 0 && /^\s+$/.test(piece) && lines.length > 1) continue;
      line.push(piece);
      used += own;
      continue;
    }
    // A line does not begin with what closes: what stands before goes with it.
    const taken = closing.has(piece) && line.length > 1 ? [line.pop() as string, piece] : [piece];
    const fresh = taken.join("").trim() === "" ? [] : taken;
    lines.push(fresh);
    used = fresh.reduce((sum, one) => sum + widthOf(one, size), 0);
  }
  return lines.map((line) => line.join("").trimEnd()).filter((line, i) => line !== "" || i === 0);
}
