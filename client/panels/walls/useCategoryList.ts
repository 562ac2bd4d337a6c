/** Codes of categories as their names in one line. */
import { bookOf } from "../names.ts";
import { usePart, useSay } from "../useApp.ts";

export function useCategoryList(): (codes: readonly string[]) => string {
  const say = useSay();
  const book = usePart(bookOf);
  const name = (code: string) => {
    const word = book.category(code);
    return word ? say.of(word) : code;
  };
  return (codes) => codes.map(name).join(say.lang === "zh" ? "、" : ", ");
}
