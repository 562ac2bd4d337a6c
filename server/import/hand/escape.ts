/** Cells of a sheet that office programs open: what they would run as a formula, or lose the zeros of, stays text; and back. */

/** What a sheet would run as a formula, and digits whose zeros or end it would lose. */
const mistaken = /^(?:[=+\-@\t\r\n＝＋－＠]|0\d+$|\d{12,}$)/;
/** A sheet's own numbers stay numbers. */
const plainNumber = /^[+-]?(?:0|[1-9]\d{0,10})(?:\.\d+)?$/;

export const escaped = (text: string): string => (mistaken.test(text) && !plainNumber.test(text) ? `'${text}` : text);

/** Of a cell that `escaped` wrote. */
export const unescaped = (text: string): string => (text.startsWith("'") && mistaken.test(text.slice(1)) ? text.slice(1) : text);
