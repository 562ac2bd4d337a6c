/** Some categories, chosen by name. */
import type { AppState } from "../../state/app.ts";
import { Icon } from "../parts/Icon.tsx";
import { Picker } from "../parts/Picker.tsx";
import { usePart, useSay } from "../useApp.ts";
import { useCategoryList } from "./useCategoryList.ts";

const districtOf = (state: AppState) => state.district;
const most = 50;

interface Props {
  readonly codes: readonly string[];
  readonly disabled: boolean;
  readonly change: (codes: readonly string[]) => void;
}

export function CategoryList({ codes, disabled, change }: Props) {
  const say = useSay();
  const district = usePart(districtOf);
  const named = useCategoryList();
  const options = (district?.categories ?? [])
    .filter(({ code, major, retired }) => code !== major && !retired && !codes.includes(code))
    .map(({ code, name }) => ({ key: code, name: say.of(name), note: code }));
  return (
    <div className="labelled column">
      <span>{say.t("walls.immediate")}</span>
      <ul className="rule-categories">
        {codes.map((code) => (
          <li key={code} className="chip">
            <span className="chip-text">{named([code])}</span>
            {!disabled && (
              <button
                type="button"
                className="chip-remove"
                aria-label={say.t("walls.dropCategory", { name: named([code]) })}
                onClick={() => change(codes.filter((one) => one !== code))}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {!disabled && codes.length < most && (
        <Picker
          id="rule-category"
          label={say.t("walls.addCategory")}
          hint={say.t("walls.addCategory")}
          options={options}
          value={null}
          onPick={(code) => code && change([...codes, code])}
        />
      )}
    </div>
  );
}
