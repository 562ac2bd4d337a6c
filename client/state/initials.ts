/** Pinyin initials of Chinese text, by the order a Chinese dictionary has: 占道经营 → zdjy. For choosing from short lists without a server. */
const letters = "abcdefghjklmnopqrstwxyz";
/** The first character of each letter, in that order. */
const firsts = "阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他挖夕丫帀";
const order = new Intl.Collator("zh-Hans-CN-u-co-pinyin");

function initialOf(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return character.toLowerCase();
  let at = -1;
  for (let i = 0; i < firsts.length && order.compare(firsts[i] ?? "", character) <= 0; i++) at = i;
  return letters[at] ?? "";
}

const known = new Map<string, string>();
/** Initials of a text; what is not Chinese stays, in small letters. */
export function initials(text: string): string {
  let made = known.get(text);
  if (made === undefined) {
    made = [...text].map(initialOf).join("");
    known.set(text, made);
  }
  return made;
}
