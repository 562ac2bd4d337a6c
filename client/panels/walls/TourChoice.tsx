/** Which tour a wall shows. */
import type { Wall, WallTour } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import { assignTour } from "../../api/wall.ts";
import { wallsWords } from "../../look/words/walls.ts";
import { fill } from "../../look/words.ts";
import { toast } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";

export function TourChoice({ wall, tours, changed }: { wall: Wall; tours: readonly WallTour[] | null; changed: () => void }) {
  const app = useApp();
  const say = useSay();
  const choose = async (id: number | null) => {
    const tour = tours?.find((one) => one.id === id)?.name;
    try {
      await assignTour(wall.id, id);
      const { zh, en } = wallsWords["walls.tourGiven"];
      const usual = wallsWords["walls.usual"];
      toast(app, { zh: fill(zh, { wall: wall.name, tour: tour ?? usual.zh }), en: fill(en, { wall: wall.name, tour: tour ?? usual.en }) });
      changed();
    } catch (error) {
      toast(app, wordsOf(error));
    }
  };
  const known = wall.tour === null || tours?.some(({ id }) => id === wall.tour);
  return (
    <label className="labelled wall-tour">
      <span>{say.t("walls.tour")}</span>
      <select
        className="field"
        value={wall.tour ?? ""}
        disabled={tours === null}
        onChange={(event) => void choose(event.target.value ? Number(event.target.value) : null)}
      >
        <option value="">{say.t("walls.usual")}</option>
        {!known && <option value={wall.tour ?? ""}>#{wall.tour}</option>}
        {tours?.map((tour) => (
          <option key={tour.id} value={tour.id}>
            {tour.name}
          </option>
        ))}
      </select>
    </label>
  );
}
