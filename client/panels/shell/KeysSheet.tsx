/** The sheet behind "?": drawn from the very table the keyboard works by. */
import { useEffect, useRef } from "react";
import type { AppState } from "../../state/app.ts";
import { Icon } from "../parts/Icon.tsx";
import { keepTab } from "../parts/keepTab.ts";
import { shortcuts } from "../run/keys.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const openOf = (state: AppState) => state.open === "keys";

export function KeysSheet() {
  return usePart(openOf) ? <Sheet /> : null;
}

function Sheet() {
  const app = useApp();
  const say = useSay();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus();
  }, []);
  const close = () => app.store.set({ open: null });
  const words = [...new Set(shortcuts.map((shortcut) => shortcut.word))];
  return (
    <div className="veil" onPointerDown={(event) => event.target === event.currentTarget && close()}>
      <div className="sheet" role="dialog" aria-modal="true" aria-label={say.t("app.help")} onKeyDown={keepTab}>
        <header>
          <h2>{say.t("app.help")}</h2>
          <button ref={button} type="button" className="icon-button" aria-label={say.t("app.close")} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <dl>
          {words.map((word) => (
            <div key={word}>
              <dt>
                {shortcuts
                  .filter((shortcut) => shortcut.word === word)
                  .map((shortcut) => (
                    <kbd key={shortcut.shown}>{shortcut.shown}</kbd>
                  ))}
              </dt>
              <dd>{say.t(word)}</dd>
            </div>
          ))}
          <div>
            <dt>
              <kbd>↑</kbd>
              <kbd>↓</kbd>
              <kbd>Enter</kbd>
            </dt>
            <dd>{say.t("keys.rows")}</dd>
          </div>
          <div>
            <dt>
              <kbd>Space</kbd>
              <kbd>Shift+Space</kbd>
              <kbd>Ctrl+A</kbd>
            </dt>
            <dd>{say.t("keys.choose")}</dd>
          </div>
          <div>
            <dt>
              <kbd>Ctrl+Enter</kbd>
            </dt>
            <dd>{say.t("keys.send")}</dd>
          </div>
        </dl>
        <p className="quiet">{say.t("keys.note")}</p>
      </div>
    </div>
  );
}
