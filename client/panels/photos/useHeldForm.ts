/** A form that is sent while photos are on their way waits for them, and is sent by itself once they are there. */
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Tray } from "./tray.ts";

/** `waiting`: it goes when they are there; `failed`: one did not arrive, and it did not go. */
export type Held = "no" | "waiting" | "failed";

/** @param inside any element of the form */
export function useHeldForm(tray: Tray, inside: RefObject<HTMLElement | null>): Held {
  const [held, setHeld] = useState<Held>("no");
  const waiting = useRef(false);
  useEffect(() => {
    const form = inside.current?.closest("form");
    if (!form) return;
    const submit = (event: Event) => {
      const failed = tray.list().some(({ state }) => state === "failed");
      if (!failed && tray.going() === 0) return setHeld("no");
      // Before the form's own listeners: to them it was not sent.
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting.current = !failed;
      setHeld(failed ? "failed" : "waiting");
    };
    const look = () => {
      if (!waiting.current || tray.going() > 0) return;
      waiting.current = false;
      const failed = tray.list().some(({ state }) => state === "failed");
      setHeld(failed ? "failed" : "no");
      // After the form has taken in the last one's number.
      if (!failed) setTimeout(() => form.isConnected && form.requestSubmit(), 50);
    };
    form.addEventListener("submit", submit, true);
    const leave = tray.subscribe(look);
    return () => {
      form.removeEventListener("submit", submit, true);
      leave();
    };
  }, [tray, inside]);
  return held;
}
