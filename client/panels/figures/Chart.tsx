/** The one place where ECharts draws: only the charts that are used, nothing that asks the network, and on a canvas: its SVG needs inline styles, which the page forbids. */
import { BarChart, PieChart } from "echarts/charts";
import { BrushComponent, GridComponent, TooltipComponent } from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { Lang } from "../../state/view.ts";
import type { ChartOption } from "./options.ts";

use([BarChart, PieChart, GridComponent, TooltipComponent, BrushComponent, CanvasRenderer]);

interface Props {
  readonly option: ChartOption;
  readonly lang: Lang;
  readonly className: string;
  /** What the picture shows, for who does not see it; its figures stand in a list beside it. */
  readonly description: string;
  readonly onPick: (index: number) => void;
  /** Dragging across chooses the bars from one to another. */
  readonly onBrush?: (from: number, to: number) => void;
}

const brushing = { type: "takeGlobalCursor", key: "brush", brushOption: { brushType: "lineX", brushMode: "single" } } as const;

/** Tells of a drag across some bars, and takes the mark away: the filter then says what is chosen. */
function hearBrush(chart: ECharts, heard: (from: number, to: number) => void): void {
  chart.on("brushEnd", (event) => {
    const { areas = [] } = event as { areas?: { coordRange?: [number, number] }[] };
    const range = areas[0]?.coordRange;
    if (!range) return;
    chart.dispatchAction({ type: "brush", areas: [] });
    heard(Math.max(0, Math.round(range[0])), Math.round(range[1]));
  });
}

export function Chart({ option, lang, className, description, onPick, onBrush }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const heard = useRef({ onPick, onBrush });
  heard.current = { onPick, onBrush };
  const brushes = onBrush !== undefined;
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    const made = init(place, null, { renderer: "canvas", locale: lang === "zh" ? "ZH" : "EN" });
    chart.current = made;
    made.on("click", ({ dataIndex }) => heard.current.onPick(dataIndex));
    if (brushes) hearBrush(made, (from, to) => heard.current.onBrush?.(from, to));
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(place);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [lang, brushes]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart made anew for another language is drawn anew
  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
    if (brushes) chart.current?.dispatchAction(brushing);
  }, [option, lang, brushes]);
  return <div ref={box} className={className} role="img" aria-label={description} />;
}
