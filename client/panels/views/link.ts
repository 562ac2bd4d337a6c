/** A link to just this view: the whole address, or a short one where that is long; and into the clipboard. */
import { addLink } from "../../api/desk.ts";
import { formatView, type View } from "../../state/view.ts";

/** Longer ones are cut by chats and mail. */
export const longest = 1500;

export interface Shared {
  readonly url: string;
  /** Characters of the whole address, where a short one stands for it. */
  readonly shortened: number | null;
}

/** @throws HttpError when no short link was made */
export async function shareOf(view: View, place: Pick<Location, "origin" | "pathname">): Promise<Shared> {
  const query = formatView(view);
  const url = place.origin + place.pathname + query;
  if (url.length <= longest) return { url, shortened: null };
  const { code } = await addLink(query);
  return { url: `${place.origin}/?link=${code}`, shortened: url.length };
}

/** Copies by the browser's older way: from a field that is chosen. */
function copyFromField(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "sr";
  // Inside the dialog or popover that has the focus: it must not close over this.
  (document.activeElement?.closest("[role=dialog]") ?? document.body).append(field);
  const before = document.activeElement;
  field.select();
  try {
    return document.execCommand("copy");
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}

/** @returns false when the browser refuses: the text must be shown */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No secure context (plain http in an office), or no permission.
    return copyFromField(text);
  }
}
