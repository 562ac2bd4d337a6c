/** The screen's size, and the page's type, colours and language by a screen's settings. */
import { useLayoutEffect, useMemo, useSyncExternalStore } from "react";
import { layoutOf, type WallLayout } from "./layout.ts";
import type { Settings } from "./settings.ts";

/** As text: the same size is the same value. */
const read = () => `${window.innerWidth} ${window.innerHeight}`;
/** Drawn to text, there is no window. */
const unseen = () => "1920 1080";

function listen(heard: () => void): () => void {
  window.addEventListener("resize", heard);
  return () => window.removeEventListener("resize", heard);
}

/** CSS pixels of the window. */
export function useScreen(): { readonly width: number; readonly height: number } {
  const size = useSyncExternalStore(listen, read, unseen);
  return useMemo(() => {
    const [width = 0, height = 0] = size.split(" ").map(Number);
    return { width, height };
  }, [size]);
}

/** Where everything is on this screen; laid anew when the window or the settings change. */
export function useLayout(settings: Settings): WallLayout {
  const screen = useScreen();
  return useMemo(() => layoutOf(screen, settings), [screen, settings]);
}

/** Theme, language and size of type of the whole document. */
export function useLook({ theme, lang }: Pick<Settings, "theme" | "lang">, root_px: number): void {
  useLayoutEffect(() => {
    const { documentElement: page } = document;
    page.dataset.theme = theme;
    page.lang = lang === "zh" ? "zh-CN" : "en";
    page.style.fontSize = `${root_px}px`;
  }, [theme, lang, root_px]);
}
