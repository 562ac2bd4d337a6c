/** What this person chose for this phone: language, colours, size of type. A browser that keeps nothing is no failure. */
import type { Lang } from "../state/view.ts";
import type { ThemeChoice } from "./state.ts";

export interface Preferences {
  /** Null = the district's own. */
  readonly lang: Lang | null;
  readonly theme: ThemeChoice;
  readonly big: boolean;
}
const key = "chuangtu.field";

export function preferences(): Preferences {
  const asked = new URLSearchParams(location.search).get("lang");
  const first = { lang: asked === "zh" || asked === "en" ? asked : null, theme: "auto", big: false } as const;
  try {
    const { lang, theme, big } = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Record<keyof Preferences, unknown>>;
    return {
      lang: first.lang ?? (lang === "zh" || lang === "en" ? lang : null),
      theme: theme === "light" || theme === "dark" ? theme : "auto",
      big: big === true,
    };
  } catch {
    return first;
  }
}

export function rememberPreference(part: Partial<Preferences>): void {
  try {
    localStorage.setItem(key, JSON.stringify({ ...preferences(), ...part }));
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}

const dark = () => matchMedia("(prefers-color-scheme: dark)");
export const themeNow = (choice: ThemeChoice): "light" | "dark" => (choice === "auto" ? (dark().matches ? "dark" : "light") : choice);

/** Puts the choices on the document; the browser's own bar takes the page's colour. */
export function apply(lang: Lang, theme: ThemeChoice, big: boolean): void {
  const { documentElement: root } = document;
  root.lang = lang === "zh" ? "zh-CN" : "en";
  root.dataset.theme = themeNow(theme);
  root.dataset.type = big ? "big" : "usual";
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", themeNow(theme) === "dark" ? "#111a2b" : "#ffffff");
}
/** @param call when the phone turns dark or light by itself */
export const onDark = (call: () => void): void => dark().addEventListener("change", call);
