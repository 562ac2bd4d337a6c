/** What is asked of a screen: its size, its seams, its looks. */
import { type Settings, usualSettings } from "../settings.ts";
import { useScreen } from "../useScreen.ts";
import { useSay } from "../useWall.ts";
import { Choice, Group, NumberField, Switch } from "./fields.tsx";
import { presetOf, presets } from "./presets.ts";

interface Props {
  readonly settings: Settings;
  change(part: Partial<Settings>): void;
}

/** Three decimals of a metre: the width is kept in millimetres. */
const metres = (mm: number | null) => (mm === null ? null : mm / 1000);
const millimetres = (m: number | null) => (m === null ? null : Math.round(m * 1e6) / 1000);

export function ScreenFields({ settings, change }: Props) {
  const say = useSay();
  const { width } = useScreen();
  const { width_mm, distance_m, arc } = settings;
  const take = (id: string) => {
    const preset = presets.find((one) => one.id === id);
    if (preset) change({ width_mm: preset.width_mm(width), seams: preset.seams });
  };
  return (
    <Group title={say.t("wall.setScreen")}>
      <Choice
        label={say.t("wall.setPreset")}
        value={presetOf(settings, width)}
        of={presets.map(({ id, name }) => [id, name] as const)}
        onValue={take}
      />
      <NumberField
        label={say.t("wall.setWidth")}
        hint={say.t("wall.setWidthHint")}
        value={metres(width_mm)}
        step={0.01}
        onValue={(m) => change({ width_mm: millimetres(m) })}
      />
      <NumberField
        label={say.t("wall.setDistance")}
        value={distance_m}
        step={0.5}
        onValue={(m) => m !== null && change({ distance_m: m })}
      />
      <Choice
        label={say.t("wall.setArc")}
        value={arc}
        of={[
          [16, say.t("wall.setArc16")],
          [20, say.t("wall.setArc20")],
        ]}
        onValue={(one) => change({ arc: one })}
      />
    </Group>
  );
}

export function SeamFields({ settings: { seams }, change }: Props) {
  const say = useSay();
  const words = { columns: say.t("wall.setColumns"), rows: say.t("wall.setRows"), bezel_px: say.t("wall.setBezel") } as const;
  return (
    <Group title={say.t("wall.setSeams")}>
      {(["columns", "rows", "bezel_px"] as const).map((name) => (
        <NumberField
          key={name}
          label={words[name]}
          value={seams[name]}
          step={1}
          onValue={(n) => n !== null && change({ seams: { ...seams, [name]: n } })}
        />
      ))}
    </Group>
  );
}

export function LookFields({ settings: { lang, theme, dim, speech }, change }: Props) {
  const say = useSay();
  return (
    <Group title={say.t("wall.setLook")}>
      <Choice
        label={say.t("wall.setLang")}
        value={lang}
        of={[
          ["zh", say.t("wall.setZh")],
          ["en", say.t("wall.setEn")],
        ]}
        onValue={(one) => change({ lang: one })}
      />
      <Choice
        label={say.t("wall.setTheme")}
        value={theme}
        of={[
          ["dark", say.t("wall.setDark")],
          ["light", say.t("wall.setLight")],
        ]}
        onValue={(one) => change({ theme: one })}
      />
      <Switch label={say.t("wall.setDim")} on={dim !== null} onValue={(on) => change({ dim: on ? usualSettings.dim : null })} />
      {dim && <DimFields dim={dim} change={change} />}
      <Switch label={say.t("wall.setSpeech")} on={speech} onValue={(on) => change({ speech: on })} />
    </Group>
  );
}

/** What cannot be an hour or a share is not taken. */
function DimFields({ dim, change }: { dim: NonNullable<Settings["dim"]>; change: Props["change"] }) {
  const say = useSay();
  const hour = (n: number | null): n is number => n !== null && Number.isInteger(n) && n >= 0 && n < 24;
  const take = (name: "from" | "to") => (n: number | null) => hour(n) && change({ dim: { ...dim, [name]: n } });
  return (
    <>
      <NumberField label={say.t("wall.setDimFrom")} value={dim.from} step={1} onValue={take("from")} />
      <NumberField label={say.t("wall.setDimTo")} value={dim.to} step={1} onValue={take("to")} />
      <NumberField
        label={say.t("wall.setDimShare")}
        value={Math.round(dim.share * 100)}
        step={10}
        onValue={(n) => n !== null && n >= 20 && n <= 100 && change({ dim: { ...dim, share: n / 100 } })}
      />
    </>
  );
}
