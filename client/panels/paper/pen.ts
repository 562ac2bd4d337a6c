/** Draws in millimetres. Type is set in the pixels of the sheet itself: text set small and enlarged is badly spaced. */

/** What printed documents are titled in, where a machine has it; then the nearest. */
export const titleFont = '"FZXiaoBiaoSong-B05S", "方正小标宋简体", STZhongsong, "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif';
const bodyFont = '"Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif';

export interface Type {
  /** Height of the type, mm. */
  readonly size: number;
  readonly bold?: boolean;
  readonly font?: string;
  readonly colour?: string;
  readonly align?: CanvasTextAlign;
}
export const inkColour = "#14181f";
export const quietColour = "#4a5260";

/** Words of letters stay whole; Han characters break anywhere but before closing marks. */
const pieces = (text: string): string[] => text.match(/[A-Za-z0-9.,:%()'’/_+-]+\s*|.[，。；：、）》」·]?\s*/gu) ?? [];

export class Pen {
  readonly ink: CanvasRenderingContext2D;
  private readonly perMm: number;

  constructor(ink: CanvasRenderingContext2D, perMm: number) {
    this.ink = ink;
    this.perMm = perMm;
  }

  px(mm: number): number {
    return mm * this.perMm;
  }

  private set({ size, bold, font = bodyFont, colour = inkColour, align = "left" }: Type): void {
    this.ink.font = `${bold ? 700 : 400} ${this.px(size)}px ${font}`;
    this.ink.fillStyle = colour;
    this.ink.textAlign = align;
    this.ink.textBaseline = "alphabetic";
  }

  /** Of a line of type, mm. */
  width(text: string, type: Type): number {
    this.set(type);
    return this.ink.measureText(text).width / this.perMm;
  }

  /** @param y of the line the type stands on @param most it is set narrower rather than wider, mm */
  text(text: string, x: number, y: number, type: Type, most?: number): void {
    this.set(type);
    if (most === undefined) this.ink.fillText(text, this.px(x), this.px(y));
    else this.ink.fillText(text, this.px(x), this.px(y), this.px(most));
  }

  /** Broken into lines of a width; what does not fit into `most` of them ends with an ellipsis. */
  lines(text: string, type: Type, width: number, most: number): string[] {
    const lines: string[] = [];
    let line = "";
    for (const piece of pieces(text)) {
      if (line && this.width(line + piece.trimEnd(), type) > width) {
        lines.push(line.trimEnd());
        line = "";
      }
      line += piece;
    }
    lines.push(line.trimEnd());
    if (lines.length <= most) return lines;
    let last = lines[most - 1] ?? "";
    while (last && this.width(`${last}…`, type) > width) last = last.slice(0, -1);
    return [...lines.slice(0, most - 1), `${last}…`];
  }

  fill(x: number, y: number, width: number, height: number, colour: string): void {
    this.ink.fillStyle = colour;
    this.ink.fillRect(this.px(x), this.px(y), this.px(width), this.px(height));
  }

  /** A box's line; `weight` in mm. */
  box(x: number, y: number, width: number, height: number, weight: number, colour = inkColour): void {
    this.ink.strokeStyle = colour;
    this.ink.lineWidth = this.px(weight);
    this.ink.strokeRect(this.px(x), this.px(y), this.px(width), this.px(height));
  }

  line(points: readonly (readonly [number, number])[], weight: number, colour = inkColour, dash: readonly number[] = []): void {
    this.trace(points);
    this.ink.strokeStyle = colour;
    this.ink.lineWidth = this.px(weight);
    this.ink.setLineDash(dash.map((mm) => this.px(mm)));
    this.ink.stroke();
    this.ink.setLineDash([]);
  }

  face(points: readonly (readonly [number, number])[], colour: string): void {
    this.trace(points);
    this.ink.closePath();
    this.ink.fillStyle = colour;
    this.ink.fill();
  }

  disc(x: number, y: number, radius: number, colour: string, from = 0, to = 2 * Math.PI): void {
    this.ink.beginPath();
    this.ink.moveTo(this.px(x), this.px(y));
    this.ink.arc(this.px(x), this.px(y), this.px(radius), from, to);
    this.ink.fillStyle = colour;
    this.ink.fill();
  }

  /** A shape drawn in a box of 24 by 24. */
  shape(path: string, x: number, y: number, size: number, colour: string): void {
    this.ink.save();
    this.ink.translate(this.px(x), this.px(y));
    this.ink.scale(this.px(size) / 24, this.px(size) / 24);
    this.ink.fillStyle = colour;
    this.ink.fill(new Path2D(path), "evenodd");
    this.ink.restore();
  }

  private trace(points: readonly (readonly [number, number])[]): void {
    this.ink.beginPath();
    for (const [i, [x, y]] of points.entries()) this.ink[i ? "lineTo" : "moveTo"](this.px(x), this.px(y));
  }
}
