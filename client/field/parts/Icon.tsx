/** The field page's line icons, on a 20 × 20 grid; always beside a word or under a label. */
const paths = {
  report: "M3 6.5h3L7.5 4h5L14 6.5h3v10H3zM10 8.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6",
  tasks: "M4 3.5h12v13H4zm3 4.2 1.2 1.2L10.4 6.6M12 8h2m-7 4.7 1.2 1.2 2.2-2.3M12 13h2",
  checkIn: "M10 17.5s5.5-5 5.5-9.2a5.5 5.5 0 0 0-11 0c0 4.2 5.5 9.2 5.5 9.2M7.7 8.5l1.7 1.7 3-3.2",
  outbox: "M3 11.5h3.8l1.2 2h4l1.2-2H17V16.5H3zM10 10.5V3m-3 3 3-3 3 3",
  me: "M10 3.5a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4M3.8 16.8c.5-3.2 3-4.8 6.2-4.8s5.7 1.6 6.2 4.8",
  close: "m5 5 10 10M15 5 5 15",
  back: "m12 4-6 6 6 6",
  up: "m5 12 5-5 5 5",
  down: "m5 8 5 5 5-5",
  left: "m12 5-5 5 5 5",
  right: "m8 5 5 5-5 5",
  point: "M10 17.5s5.5-5 5.5-9.2a5.5 5.5 0 0 0-11 0c0 4.2 5.5 9.2 5.5 9.2M10 6.5a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6",
  target: "M10 5a5 5 0 1 1 0 10 5 5 0 0 1 0-10m0-3v4m0 8v4m-8-8h4m8 0h4",
  waits: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14M10 6v4.3l2.7 1.7",
  sent: "m4 10.5 4 4 8-9",
  refused: "M10 3 17.5 16.5h-15zM10 8v4m0 2.2v.2",
  way: "M5 16.5a1.5 1.5 0 1 1 0-3 1.5 1.5 0 0 1 0 3m0-3V9a2.5 2.5 0 0 1 2.5-2.5h5M10 3.5l3 3-3 3",
  search: "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11m4 9.5 4 4",
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
