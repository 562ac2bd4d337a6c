/** The wall's entry: one page, one map, read from across a room. */
import { start } from "./wall/start.tsx";
import "./look/wall.css";

const place = document.getElementById("page");
if (!place) throw new Error("wall.html has lost its #page element.");
start(place);
