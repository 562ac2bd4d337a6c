/** What a screen is told about itself: token, size, distance, seams, language. Kept at once in its own browser. */
import "../look/wallSetting.css";
import { Check } from "./setting/Check.tsx";
import { LookFields, ScreenFields, SeamFields } from "./setting/Form.tsx";
import { Token } from "./setting/Token.tsx";
import { keepSettings, type Settings } from "./settings.ts";
import type { WallState } from "./state.ts";
import { settingSize_px } from "./typeSize.ts";
import { useLook, useScreen } from "./useScreen.ts";
import { usePart, useSay, useWall } from "./useWall.ts";

const settingsOf = (state: WallState) => state.settings;

export function Setting() {
  const { store } = useWall();
  const say = useSay();
  const settings = usePart(settingsOf);
  useLook(settings, settingSize_px(useScreen()));
  const change = (part: Partial<Settings>) => {
    const next = { ...settings, ...part };
    store.set({ settings: next });
    keepSettings(next);
  };
  return (
    <main className="set">
      <header>
        <h1>{say.t("wall.setTitle")}</h1>
        <p>{say.t("wall.setSaved")}</p>
        <a href="/wall">{say.t("wall.setOpen")}</a>
      </header>
      <div className="set-fields">
        <ScreenFields settings={settings} change={change} />
        <SeamFields settings={settings} change={change} />
        <LookFields settings={settings} change={change} />
        <Token token={settings.token} keep={(token) => change({ token })} />
      </div>
      <Check settings={settings} />
    </main>
  );
}
