/** Zoom buttons, compass, scale and attribution: plain elements, titled in the page's language. */
import { type Map as MapLibre, ScaleControl } from "maplibre-gl";
import type { District } from "../../server/contract/types.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import { calm } from "./camera.ts";
import { scaleOf } from "./enlarge.ts";
import type { Lang } from "./handle.ts";
import "./map.css";

const words = {
  map: { zh: "地图", en: "Map" },
  canvas: { zh: "地图画面：方向键平移，加减号缩放", en: "Map picture: arrow keys pan, plus and minus zoom" },
  zoomIn: { zh: "放大", en: "Zoom in" },
  zoomOut: { zh: "缩小", en: "Zoom out" },
  north: { zh: "正北朝上", en: "North up" },
  approval: { zh: "审图号", en: "Map approval no." },
} as const satisfies Record<string, Word>;

const icons = {
  zoomIn: "M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7z",
  zoomOut: "M4 11h16v2H4z",
  north: "M12 2 16 12H8ZM9.2 13.2h5.6L12 20.4Z",
} as const;

function button(name: keyof typeof icons, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `map-button map-button-${name}`;
  made.innerHTML = `<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><path fill="currentColor" d="${icons[name]}"/></svg>`;
  made.addEventListener("click", press);
  return made;
}

/** Adds the controls; returns what puts their words into a language. */
export function addControls(map: MapLibre, container: HTMLElement, district: District): (lang: Lang) => void {
  const motion = () => ({ duration: calm() ? 0 : 250 });
  const buttons = {
    zoomIn: button("zoomIn", () => map.zoomIn(motion())),
    zoomOut: button("zoomOut", () => map.zoomOut(motion())),
    north: button("north", () => map.resetNorth(motion())),
  };
  const box = document.createElement("div");
  box.className = "map-buttons";
  box.append(...Object.values(buttons));
  const credit = document.createElement("div");
  credit.className = "map-credit";
  container.append(box, credit);
  map.addControl(new ScaleControl({ unit: "metric", maxWidth: 110 * scaleOf(container) }), "bottom-left");
  const turn = () => {
    const needle = buttons.north.firstElementChild as SVGElement;
    needle.style.transform = `rotate(${-map.getBearing()}deg)`;
    buttons.north.hidden = Math.abs(map.getBearing()) < 0.5;
  };
  map.on("rotate", turn);
  turn();
  container.setAttribute("role", "region");
  map.getCanvas().setAttribute("role", "application");
  return (lang) => {
    container.setAttribute("aria-label", words.map[lang]);
    map.getCanvas().setAttribute("aria-label", words.canvas[lang]);
    for (const name of Object.keys(buttons) as (keyof typeof buttons)[]) {
      buttons[name].title = words[name][lang];
      buttons[name].setAttribute("aria-label", words[name][lang]);
    }
    const approval = district.mapApproval ? `${words.approval[lang]} ${district.mapApproval}` : "";
    credit.textContent = [district.attribution, approval].filter(Boolean).join(" · ");
    credit.hidden = credit.textContent === "";
  };
}
