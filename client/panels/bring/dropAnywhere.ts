/** A file dragged over the page: it is said where it would go, and dropping it opens the import. Fields that take files themselves keep theirs. */
import "../../look/bringDrop.css";
import type { App } from "../run/app.ts";
import { toast } from "../run/app.ts";
import { bringDropWords } from "./dropWords.ts";
import { targetsOf } from "./useBring.ts";

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
/** A form with photos takes what is dropped anywhere on the page. */
const isTaken = (): boolean => document.querySelector(".photo-field") !== null;

/** The veil with the words, over everything; modal sheets too. */
function veil(text: string): HTMLElement {
  const it = document.createElement("div");
  it.className = "drop-veil";
  it.setAttribute("role", "status");
  it.append(Object.assign(document.createElement("strong"), { textContent: text }));
  (document.querySelector("dialog[open]") ?? document.body).append(it);
  return it;
}

/** @returns a way to stop listening */
export function followDrops(app: App): () => void {
  let shown: HTMLElement | null = null;
  const hide = () => {
    shown?.remove();
    shown = null;
  };
  const may = () => targetsOf(app.store.get().me).length > 0;
  const drag = (event: DragEvent) => {
    if (!hasFiles(event) || isTaken() || event.defaultPrevented) return;
    // Without this the browser opens the file, and the page is gone.
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = may() ? "copy" : "none";
    const words = bringDropWords[may() ? "drop" : "notYours"];
    shown ??= veil(words[app.store.get().view.lang]);
  };
  const leave = (event: DragEvent) => event.relatedTarget === null && hide();
  const drop = (event: DragEvent) => {
    hide();
    if (!hasFiles(event) || isTaken() || event.defaultPrevented) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!may()) toast(app, bringDropWords.notYours);
    else if (files.length > 0) app.store.set({ open: "bring", brought: files });
  };
  const listeners = { dragover: drag, dragleave: leave, drop, dragend: hide } as const;
  for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener as EventListener);
  return () => {
    hide();
    for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener as EventListener);
  };
}
