/** One of many by typing: a field with a list under it, by name, code or pinyin initials; the keyboard is enough. */
import { useEffect, useId, useRef, useState } from "react";
import { initials } from "../../state/initials.ts";
import { useSay } from "../useApp.ts";

export interface Option {
  readonly key: string;
  readonly name: string;
  readonly note?: string | undefined;
  /** Further words it is found by. */
  readonly also?: string | undefined;
}
interface Props {
  readonly id: string;
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | null;
  readonly onPick: (key: string | null) => void;
  /** It may be left empty. */
  readonly optional?: boolean;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly hint?: string;
}
const most = 60;

/** Options that hold what was typed, those that begin with it first. */
export function matching(options: readonly Option[], typed: string): readonly Option[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return options.slice(0, most);
  const texts = (o: Option) => [o.name.toLowerCase(), initials(o.name), (o.also ?? "").toLowerCase(), o.key.toLowerCase()];
  const found = options.filter((o) => texts(o).some((text) => text.includes(wanted)));
  const begins = (o: Option) => (texts(o).some((text) => text.startsWith(wanted)) ? 0 : 1);
  return found.toSorted((a, b) => begins(a) - begins(b)).slice(0, most);
}

export function Picker({ id, label, options, value, onPick, optional = false, invalid = false, describedBy, hint }: Props) {
  const say = useSay();
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const chosen = options.find((option) => option.key === value);
  const [typed, setTyped] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const open = typed !== null;
  const shown = open ? matching(options, typed) : [];
  const close = () => setTyped(null);
  useEffect(() => {
    if (open) box.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [open, at]);
  const pick = (option: Option | undefined) => {
    if (option) onPick(option.key);
    close();
  };
  const press = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && !open) setTyped("");
    else if (step) setAt((at + step + shown.length) % Math.max(1, shown.length));
    else if (event.key === "Enter" && open && !event.ctrlKey) pick(shown[at]);
    else if (event.key === "Escape" && open) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only closes the list when focus leaves field and list
    <div className="picker" ref={box} onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}>
      <input
        id={id}
        className="field"
        role="combobox"
        autoComplete="off"
        aria-expanded={open}
        aria-controls={list}
        aria-activedescendant={open && shown[at] ? `${list}-${at}` : undefined}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        placeholder={hint ?? say.t("picker.hint")}
        value={typed ?? chosen?.name ?? ""}
        onClick={() => !open && setTyped("")}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          if (optional && event.target.value === "") onPick(null);
        }}
        onKeyDown={press}
      />
      {open && (
        <div id={list} className="picker-list" role="listbox" aria-label={label}>
          {shown.map((option, i) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
            <div
              key={option.key}
              id={`${list}-${i}`}
              data-at={i}
              role="option"
              aria-selected={i === at}
              className="picker-option"
              onMouseMove={() => setAt(i)}
              onMouseDown={(event) => {
                event.preventDefault();
                pick(option);
              }}
            >
              <span>{option.name}</span>
              {option.note && <small>{option.note}</small>}
            </div>
          ))}
          {shown.length === 0 && <p className="hint">{say.t("picker.none")}</p>}
        </div>
      )}
    </div>
  );
}
