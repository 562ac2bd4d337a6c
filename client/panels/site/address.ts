/** Where a site's page is, and the way back to the desk as it was left. */

export const sitePath = (id: number) => `/site/${id}`;

const key = "chuangtu.desk";

/** Remembers the desk's address for the way back: when one leaves it for a site's page. */
export function keepDesk(): void {
  if (location.pathname.startsWith("/site/")) return;
  try {
    sessionStorage.setItem(key, location.pathname + location.search + location.hash);
  } catch {
    // Storage refused: the way back leads to the desk's landing view.
  }
}

/** The desk as it was left in this tab; its landing view otherwise. */
export function deskAddress(): string {
  try {
    const kept = sessionStorage.getItem(key) ?? "";
    return /^\/(?!\/)/.test(kept) ? kept : "/";
  } catch {
    return "/";
  }
}
