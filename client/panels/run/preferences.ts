/** What this visitor chose last time. A browser that keeps nothing (private windows) is no failure. */
import type { AreaTool } from "../../state/app.ts";
import type { View } from "../../state/view.ts";

type Preferences = Partial<Pick<View, "lang" | "theme" | "size">>;
const key = "chuangtu.preferences";

export function preferences(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const { lang, theme, size } = kept as Record<string, unknown>;
    return {
      ...((lang === "zh" || lang === "en") && { lang }),
      ...((theme === "dark" || theme === "light") && { theme }),
      ...((size === "normal" || size === "large") && { size }),
    };
  } catch {
    // Storage refused or unreadable: the defaults stand.
    return {};
  }
}

export function rememberPreference(part: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify({ ...preferences(), ...part }));
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}

const areaKey = "chuangtu.areaTool";

/** How this visitor last drew an area. */
export function keptAreaTool(): AreaTool {
  try {
    const kept = localStorage.getItem(areaKey);
    return kept === "rectangle" || kept === "lasso" ? kept : "area";
  } catch {
    return "area";
  }
}

export function rememberAreaTool(tool: AreaTool): void {
  try {
    localStorage.setItem(areaKey, tool);
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}
