/** Somebody picked from the district's people, or a name typed with a number; by keyboard alone, too. */
import { useCallback, useEffect, useState } from "react";
import { findPeople, type WantedHolder } from "../../api/handbook.ts";
import type { Say } from "../../look/say.ts";
import { useAnswer } from "./useAnswer.ts";

interface Props {
  readonly say: Say;
  readonly label: string;
  pick(one: WantedHolder, name: string): void;
  leave(): void;
}

/** The field opens where the hand is. */
const focusNow = (field: HTMLInputElement | null): void => field?.focus();

/** What is typed, once the hand rests. */
function useRested(text: string, ms = 180): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return rested;
}

function NameForm({ say, name, pick, leave }: Omit<Props, "label"> & { readonly name: string }) {
  const [phone, setPhone] = useState("");
  const label = say.t("handbook.phoneOf", { name });
  return (
    <form
      className="hb-picker"
      onSubmit={(event) => {
        event.preventDefault();
        pick({ name, ...(phone.trim() && { phone: phone.trim() }) }, name);
      }}
    >
      <input
        className="field"
        ref={focusNow}
        type="tel"
        value={phone}
        placeholder={label}
        aria-label={label}
        onChange={(event) => setPhone(event.target.value)}
      />
      <button type="submit" className="button primary">
        {say.t("handbook.keepName")}
      </button>
      <button type="button" className="button" onClick={leave}>
        {say.t("handbook.leave")}
      </button>
    </form>
  );
}

export function PersonPicker({ say, label, pick, leave }: Props) {
  const [q, setQ] = useState("");
  const [at, setAt] = useState(0);
  const [naming, setNaming] = useState<string | null>(null);
  const rested = useRested(q.trim());
  const ask = useCallback((signal: AbortSignal) => findPeople(rested, signal), [rested]);
  const people = useAnswer(rested === "" ? null : ask);
  if (naming !== null) return <NameForm say={say} name={naming} pick={pick} leave={leave} />;
  const known = rested === "" ? [] : (people.value?.rows ?? []).slice(0, 8);
  const options = [
    ...known.map((one) => ({
      key: String(one.id),
      text: one.name,
      more: [one.unit, one.phone].filter(Boolean).join(" · "),
      take: () => pick({ person: one.id }, one.name),
    })),
    ...(q.trim() ? [{ key: "name", text: say.t("handbook.asName", { name: q.trim() }), more: "", take: () => setNaming(q.trim()) }] : []),
  ];
  const chosen = Math.min(at, options.length - 1);
  const keys = new Map([
    ["ArrowDown", () => setAt(Math.min(chosen + 1, options.length - 1))],
    ["ArrowUp", () => setAt(Math.max(chosen - 1, 0))],
    ["Enter", () => options[chosen]?.take()],
    ["Escape", leave],
  ]);
  return (
    <div className="hb-picker">
      <input
        className="field"
        ref={focusNow}
        role="combobox"
        aria-label={label}
        aria-expanded={options.length > 0}
        aria-controls="hb-people-found"
        aria-activedescendant={options[chosen] && `hb-person-${options[chosen].key}`}
        value={q}
        placeholder={say.t("handbook.assignHint")}
        onChange={(event) => {
          setQ(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const act = event.nativeEvent.isComposing ? undefined : keys.get(event.key);
          if (!act) return;
          event.preventDefault();
          event.stopPropagation();
          act();
        }}
      />
      <button type="button" className="button" onClick={leave}>
        {say.t("handbook.leave")}
      </button>
      {people.failure && <p className="inline-failure">{say.of(people.failure)}</p>}
      <div role="listbox" id="hb-people-found" aria-label={label}>
        {options.map((option, i) => (
          <div
            key={option.key}
            id={`hb-person-${option.key}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            className={i === chosen ? "hb-option chosen" : "hb-option"}
            onMouseDown={(event) => {
              event.preventDefault();
              option.take();
            }}
          >
            {option.text}
            <small>{option.more}</small>
          </div>
        ))}
      </div>
    </div>
  );
}
