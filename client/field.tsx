/** The field page's entry: a phone's width, installable, with or without a network. */
import { start } from "./field/start.tsx";
import "./look/field.css";

const place = document.getElementById("page");
if (!place) throw new Error("field.html has lost its #page element.");
void start(place);
