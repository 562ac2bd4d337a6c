/** A button with a panel under it: opens on click, closes on Esc, on a click elsewhere and when focus leaves. */
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { Icon, type IconName } from "./Icon.tsx";

interface Props {
  readonly label: string;
  /** What a phone has room for. */
  readonly short?: string;
  /** A picture instead of the word, which is then its name. */
  readonly icon?: IconName;
  /** How many wait behind it. */
  readonly badge?: number;
  /** Marks the button as holding a choice. */
  readonly active?: boolean;
  readonly children: (close: () => void) => React.ReactNode;
}

export function Popover({ label, short, icon, badge = 0, active = false, children }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useOutside(box, open, () => setOpen(false));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc anywhere inside closes; the button and the panel carry the roles
    <div
      className="popover-box"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.preventDefault();
        close();
      }}
    >
      <button
        ref={button}
        type="button"
        className={icon ? "icon-button" : active ? "chooser active" : "chooser"}
        aria-label={icon && label}
        title={icon && label}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {icon ? <Icon name={icon} /> : <Words label={label} short={short} />}
        {badge > 0 && <span className="badge">{badge > 99 ? "99+" : badge}</span>}
        {!icon && <Icon name="down" />}
      </button>
      {open && (
        <Panel id={id} label={label} anchor={button}>
          {children(close)}
        </Panel>
      )}
    </div>
  );
}

function Words({ label, short }: { label: string; short: string | undefined }) {
  if (short === undefined) return label;
  return (
    <>
      <span className="desk-only">{label}</span>
      <span className="phone-only">{short}</span>
    </>
  );
}

/** Fixed under its button (or over it, where there is more room), so that a scrolling bar does not cut it; kept inside the window. */
function Panel(props: { id: string; label: string; anchor: React.RefObject<HTMLButtonElement | null>; children: React.ReactNode }) {
  const panel = useRef<HTMLDivElement>(null);
  const { anchor } = props;
  useLayoutEffect(() => {
    const place = () => {
      const from = anchor.current?.getBoundingClientRect();
      const it = panel.current;
      if (!from || !it) return;
      it.style.left = `${Math.max(8, Math.min(from.left, innerWidth - it.offsetWidth - 8))}px`;
      const [below, above] = [innerHeight - from.bottom - 16, from.top - 16];
      const over = it.scrollHeight > below && above > below;
      it.style.maxHeight = `${Math.max(160, over ? above : below)}px`;
      it.style.top = `${over ? from.top - 4 - it.offsetHeight : from.bottom + 4}px`;
    };
    place();
    panel.current?.querySelector<HTMLElement>("input, button")?.focus();
    addEventListener("resize", place);
    // What comes later may be wider.
    const grown = new ResizeObserver(place);
    if (panel.current) grown.observe(panel.current);
    // A choice adds a chip, and the bar may grow by a line.
    const bar = anchor.current?.closest("section, header");
    if (bar) grown.observe(bar);
    return () => {
      removeEventListener("resize", place);
      grown.disconnect();
    };
  }, [anchor]);
  return (
    <div ref={panel} id={props.id} className="popover" role="dialog" aria-label={props.label}>
      {props.children}
    </div>
  );
}

function useOutside(box: React.RefObject<HTMLDivElement | null>, on: boolean, leave: () => void): void {
  useEffect(() => {
    if (!on) return;
    const away = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) leave();
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("focusin", away);
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("focusin", away);
    };
  });
}
