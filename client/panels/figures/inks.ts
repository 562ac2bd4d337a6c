/** Colours of the charts, which are drawn on canvases that know no stylesheet: the tokens' own values. */
import type { Theme } from "../../look/palette.ts";

export interface Inks {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly surface: string;
  readonly raised: string;
  readonly accent: string;
  /** What is not chosen while something is. */
  readonly muted: string;
}

export const inks: Readonly<Record<Theme, Inks>> = {
  dark: {
    text: "#e6ebf4",
    quiet: "#a5b1c6",
    line: "#26334c",
    surface: "#111a2b",
    raised: "#182338",
    accent: "#6fb1ff",
    muted: "#5b6b88",
  },
  light: {
    text: "#172033",
    quiet: "#556074",
    line: "#dde3ec",
    surface: "#ffffff",
    raised: "#ffffff",
    accent: "#1a5fb8",
    muted: "#7c879a",
  },
};
