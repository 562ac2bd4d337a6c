/** A sheet over the page. Esc and the cross close it; the focus stays within and goes back where it was. */
import { useEffect, useRef } from "react";
import { useSay } from "../usePlanner.ts";
import { Icon } from "./Icon.tsx";

interface Props {
  readonly title: string;
  readonly close: () => void;
  readonly className?: string;
  /** The map stays to be looked at and moved beside it. */
  readonly aside?: boolean;
  readonly children: React.ReactNode;
}

export function Dialog({ title, close, className = "", aside = false, children }: Props) {
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const it = dialog.current;
    const before = document.activeElement;
    if (aside) it?.show();
    else it?.showModal();
    // What it is for, not the cross.
    it?.querySelector<HTMLElement>(".plan-dialog-body :is(input, select, textarea, button, a)")?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [aside]);
  return (
    <dialog
      ref={dialog}
      className={`plan-dialog ${aside ? "aside" : ""} ${className}`}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !aside) return;
        event.stopPropagation();
        close();
      }}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" className="icon-button" aria-label={say.t("app.close")} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div className="plan-dialog-body">{children}</div>
    </dialog>
  );
}
