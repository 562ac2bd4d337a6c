/** Files dropped anywhere on the page, or pasted: the photos of a form take them; of two such, the one that is aimed at, or the first. */
import { type RefObject, useEffect, useRef, useState } from "react";

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** True when what happened at a target is meant for this field. */
function isAimed(target: EventTarget | null, field: Element | null): boolean {
  const aimed = target instanceof Element ? target.closest(".photo-field") : null;
  return (aimed ?? document.querySelector(".photo-field")) === field;
}

/** @param field a .photo-field @param take is given the files @returns true while files hang over the page */
export function useDropAndPaste(field: RefObject<Element | null>, take: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      // Without this the browser opens the file, and what was typed is gone.
      event.preventDefault();
      setOver(isAimed(event.target, field.current));
    };
    // Left when the pointer goes out of the window: there is nothing it goes to.
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      if (isAimed(event.target, field.current)) latest.current([...(event.dataTransfer?.files ?? [])]);
    };
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length || !isAimed(event.target, field.current)) return;
      event.preventDefault();
      latest.current(files);
    };
    const listeners = { dragover: drag, dragleave: leave, drop, paste } as const;
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener as EventListener);
    };
  }, [field]);
  return over;
}
