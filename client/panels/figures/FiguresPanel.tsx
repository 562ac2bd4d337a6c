/** 图表: figures that filter each other, and who mends in time. */
import { FiguresPanel as Performance } from "../queue/Figures.tsx";

export function FiguresPanel() {
  return <Performance />;
}
