/** The page's few line icons, on a 20 × 20 grid; always beside a word or under a label. */
const paths = {
  search: "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11m4 9.5 4 4",
  close: "m5 5 10 10M15 5 5 15",
  down: "m5.5 8 4.5 4.5L14.5 8",
  left: "m12 5-5 5 5 5",
  right: "m8 5 5 5-5 5",
  sun: "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7M10 2v2m0 12v2M2 10h2m12 0h2M4.3 4.3l1.5 1.5m8.4 8.4 1.5 1.5m0-11.4-1.5 1.5m-8.4 8.4-1.5 1.5",
  moon: "M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5",
  help: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15M7.8 8a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6m0 2.2v.2",
  layers: "m10 3 7.5 4-7.5 4-7.5-4zM2.5 10.5l7.5 4 7.5-4M2.5 14l7.5 4 7.5-4",
  undo: "M7 4 3.5 7.5 7 11M4 7.5h7.5a4.5 4.5 0 0 1 0 9H8",
  redo: "m13 4 3.5 3.5L13 11m3-3.5H8.5a4.5 4.5 0 0 0 0 9H12",
  hand: "M5 3.5 15.5 9l-4.7 1.3L8.5 15z",
  point: "M10 17.5s5.5-5 5.5-9.2a5.5 5.5 0 0 0-11 0c0 4.2 5.5 9.2 5.5 9.2M10 6.5a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6",
  line: "M4.5 15.5 8 8l5 4 3-7.5M4.5 14a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3",
  area: "m4 6 7-2.5 5.5 5L14 16H6z",
  rectangle: "M3.5 5.5h13v9h-13z",
  lasso:
    "M6.5 12.5C4.3 11.7 3 10.2 3 8.5 3 5.7 6.1 3.5 10 3.5s7 2.2 7 5-3.1 5-7 5c-.8 0-1.6-.1-2.3-.3m-.2-.7a1.5 1.5 0 1 1-2 2.2c.6 1.3.6 2.3-.4 3.3",
  plus: "M10 4.5v11M4.5 10h11",
  view: "M3 7V4h3m8 0h3v3m0 6v3h-3m-8 0H3v-3m4-5h6v4H7z",
  near: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15m0 4a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7m0 3.2v.6",
  home: "m3 9.5 7-6 7 6M5 8v8.5h10V8",
  link: "M8.5 11.5 12 8M9 6l1.5-1.5a3.5 3.5 0 0 1 5 5L14 11m-8-2-1.5 1.5a3.5 3.5 0 0 0 5 5L11 14",
  down2: "M10 3v9m-4-3.5 4 4 4-4M4 16.5h12",
  target: "M10 5a5 5 0 1 1 0 10 5 5 0 0 1 0-10m0-3v4m0 8v4m-8-8h4m8 0h4",
  bell: "M10 3a4.5 4.5 0 0 0-4.5 4.5c0 4-1.5 5-1.5 6h12c0-1-1.5-2-1.5-6A4.5 4.5 0 0 0 10 3M8.3 16a1.8 1.8 0 0 0 3.4 0",
  clock: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15M10 5.8V10l3 2",
  play: "M6 4l10 6-10 6z",
  pause: "M7 4v12M13 4v12",
  list: "M7 5h10M7 10h10M7 15h10M3 5h.5M3 10h.5M3 15h.5",
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
