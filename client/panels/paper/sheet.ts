/** The sheet of paper: its size, its pixels, and where on it everything stands. Millimetres from the upper left. Pure. */

/** The longer and the shorter side. */
export const papers = { A4: [297, 210], A3: [420, 297] } as const satisfies Record<string, readonly [number, number]>;
export type Paper = keyof typeof papers;
export const dpis = [150, 200, 300] as const;
export interface SheetChoice {
  readonly paper: Paper;
  /** Portrait. */
  readonly upright: boolean;
  readonly dpi: (typeof dpis)[number];
  /** The whole district, not what the desk's map shows now. */
  readonly whole: boolean;
}

export const mmPerInch = 25.4;
/** No canvas is larger: what the tightest of browsers gives one, and 64 MiB of it. */
export const mostPixels = 16_777_216;
/** The map's own labels and symbols are made for a screen; on paper so many of their pixels are a millimetre: type of 12 is 7 pt. */
export const mapPixelsPerMm = 4.8;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface SheetLayout {
  readonly width: number;
  readonly height: number;
  /** All measures of type and lines grow with the paper. */
  readonly k: number;
  /** Over the frame: title and question. */
  readonly head: Rect;
  /** What the double line goes around: map and legend. */
  readonly frame: Rect;
  readonly map: Rect;
  readonly legend: Rect;
  /** Columns of the legend; upright, the scale has one of its own beside them. */
  readonly columns: number;
  readonly scale: Rect;
  /** Under the frame. */
  readonly foot: Rect;
}

export function sizeOf({ paper, upright }: Pick<SheetChoice, "paper" | "upright">): { width: number; height: number } {
  const [long, short] = papers[paper];
  return upright ? { width: short, height: long } : { width: long, height: short };
}

/** Map and legend inside the frame: the legend to the right of it, or under it on an upright sheet. */
function inFrame(frame: Rect, k: number, upright: boolean): Pick<SheetLayout, "map" | "legend" | "scale" | "columns"> {
  const { x, y, width, height } = frame;
  if (!upright) {
    const [wide, scale] = [47 * k, 19 * k];
    const right = x + width - wide;
    return {
      map: { x, y, width: width - wide, height },
      legend: { x: right, y, width: wide, height: height - scale },
      scale: { x: right, y: y + height - scale, width: wide, height: scale },
      columns: 1,
    };
  }
  const [high, wide] = [50 * k, 54 * k];
  const under = y + height - high;
  return {
    map: { x, y, width, height: height - high },
    legend: { x, y: under, width: width - wide, height: high },
    scale: { x: x + width - wide, y: under, width: wide, height: high },
    columns: 3,
  };
}

export function layoutOf(choice: Pick<SheetChoice, "paper" | "upright">): SheetLayout {
  const { width, height } = sizeOf(choice);
  const k = choice.paper === "A3" ? 1.3 : 1;
  const edge = 9 * k;
  const inner = width - 2 * edge;
  const [top, bottom] = [edge + 15 * k, 12 * k];
  const frame = { x: edge, y: top, width: inner, height: height - top - bottom - edge * 0.7 };
  return {
    width,
    height,
    k,
    head: { x: edge, y: edge * 0.6, width: inner, height: top - edge * 0.6 - 2 * k },
    frame,
    ...inFrame(frame, k, choice.upright),
    foot: { x: edge, y: frame.y + frame.height + 2 * k, width: inner, height: bottom - 2 * k },
  };
}

export interface SheetPixels {
  readonly width: number;
  readonly height: number;
  readonly perMm: number;
  /** What comes of the resolution asked for: less, when the sheet would be larger than a canvas can be. */
  readonly dpi: number;
  readonly capped: boolean;
}

/** @param perMm pixels to a millimetre; the resolution's when absent */
export function pixelsOf(choice: SheetChoice, perMm = choice.dpi / mmPerInch): SheetPixels {
  const { width, height } = sizeOf(choice);
  const most = Math.sqrt(mostPixels / (width * height));
  const given = Math.min(perMm, most);
  // Down: a canvas of one row too many is none.
  const whole = (mm: number) => (given < perMm ? Math.floor(mm * given) : Math.round(mm * given));
  return {
    width: whole(width),
    height: whole(height),
    perMm: given,
    dpi: Math.floor(given * mmPerInch + 1e-6),
    capped: given < perMm,
  };
}

/** Without a graphics card no more of the map is drawn at once: a browser gives up a picture that takes it ten seconds. */
export const mostWithoutCard = 3_000_000;

/** Pixels of the map's picture to a CSS pixel of it. @param most pixels of the picture */
export function mapRatio({ map }: SheetLayout, { perMm }: SheetPixels, most: number): number {
  return Math.min(perMm, Math.sqrt(most / (map.width * map.height))) / mapPixelsPerMm;
}
