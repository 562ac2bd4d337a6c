/** Paper is white and does not scroll: while the page is printed its theme is light and all loaded rows are drawn. */
import { flushSync } from "react-dom";
import type { App } from "./app.ts";

export function followPrinting(app: App): () => void {
  let theme = app.store.get().view.theme;
  const turn = (printing: boolean) => () => {
    const { view } = app.store.get();
    if (printing) theme = view.theme;
    // The browser takes its picture as soon as this returns.
    flushSync(() => app.store.set({ printing, view: { ...view, theme: printing ? "light" : theme } }));
  };
  const [before, after] = [turn(true), turn(false)];
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}
